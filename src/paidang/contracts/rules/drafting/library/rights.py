"""Data, stores, copyright, personal data and secrets."""

from paidang.contracts.rules.drafting.model import Clause, none_of

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "rights.store",
        "合作店铺归{store.owner}所有。",
        "The Store belongs to {store.owner}.",
    ),
    Clause(
        "rights.data",
        "合作店铺产生的经营数据归{data.owner}所有。",
        "The Store's business data belong to {data.owner}.",
    ),
    Clause(
        "rights.ip",
        "乙方为履行本合同制作的图片、视频和页面设计等成果，其著作权归{ip.owner}所有。",
        "Copyright in pictures, videos and page designs made under this contract belongs to {ip.owner}.",
    ),
    Clause(
        "rights.brand",
        "甲方授权乙方仅为履行本合同之目的使用甲方的商标和商号；授权随本合同终止而终止。",
        "The Agency may use the Brand's marks and name for this contract only, until it ends.",
    ),
    Clause(
        "rights.personal_data",
        "乙方受托处理买家个人信息的目的限于履行本合同，处理的种类限于订单、收货和售后所需的信息，处理的期限不超过本合同的期限。乙方应当依照《中华人民共和国个人信息保护法》采取必要的安全措施，接受甲方监督，不得超出约定的目的和方式处理，发生或者可能发生泄露时应当立即告知甲方并采取补救措施；委托关系结束时，应当将个人信息退回甲方，不得保留。",
        "The Agency processes buyers' personal data for the Brand for this contract only, limited to what orders, delivery and after-sales need, and no longer than the term. It takes the measures that the Personal Information Protection Law requires, is open to the Brand's supervision, does not go beyond the purpose agreed, tells the Brand at once of a leak and mends it, and returns the data at the end and keeps none.",
    ),
    Clause(
        "secret.bound",
        "双方对在履行本合同中知悉的对方商业秘密负有保密义务，非为履行本合同之目的不得使用，非经对方书面许可不得向第三方披露；法律要求披露的除外。",
        "Both parties keep each other's business secrets, use them for this contract only, and disclose them to nobody without written permission, unless the law requires it.",
        states={"confidentiality.bound": "both"},
    ),
    Clause(
        "secret.years",
        "保密期限至本合同终止后{confidentiality.years}年。",
        "Secrecy lasts until {confidentiality.years} years after the end.",
        when={"confidentiality.years": none_of("unlimited")},
    ),
    Clause(
        "secret.unlimited",
        "保密义务长期有效，不受本合同终止的影响。",
        "Secrecy lasts without limit.",
        when={"confidentiality.years": "unlimited"},
        states={"confidentiality.years": "unlimited"},
    ),
    Clause(
        "secret.on_end",
        "本合同终止时，接收方应当归还载有商业秘密的资料，或者按照披露方的指示予以销毁。",
        "At the end each side returns the other's secret material or destroys it as told.",
        when={"confidentiality.on_end": "return_or_destroy"},
        states={"confidentiality.on_end": "return_or_destroy"},
    ),
)
