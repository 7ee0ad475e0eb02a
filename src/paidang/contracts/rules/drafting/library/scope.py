"""What the parties do together, for how long, exclusively or not."""

from paidang.contracts.rules.drafting.model import SILENT, Clause

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "scope.store",
        "甲方委托乙方为甲方在{platform}开设的“{store.name}”（以下简称“合作店铺”）提供本合同约定的服务。合作店铺由甲方以自己的名义开设，乙方以甲方的名义操作，不买断、不转售甲方商品。",
        "The Brand engages the Agency to serve the store “{store.name}” on {platform} (the “Store”). The Store is opened in the Brand's name; the Agency acts in that name and does not buy or resell the goods.",
    ),
    Clause(
        "scope.services",
        "乙方的服务内容包括：{services}。",
        "The Agency's services are: {services}.",
    ),
    Clause(
        "scope.standard",
        "乙方应按照诚实信用原则和同行业通常的专业标准履行本合同，遵守合作店铺所在平台的规则；甲方应及时给予必要的配合。",
        "The Agency performs in good faith, to the professional standard of the trade and within the platform's rules; the Brand cooperates in good time.",
    ),
    Clause(
        "scope.free",
        "{free_of_charge}由乙方免费承担。",
        "The Agency does the following free of charge: {free_of_charge}.",
    ),
    Clause(
        "scope.training",
        "乙方应在{training.months}内对甲方运营团队培训完毕，使其能够独立操作合作店铺。",
        "Within {training.months} the Agency completes the training of the Brand's team, so that it can run the Store by itself.",
    ),
    Clause(
        "scope.exclusive.online",
        "在本合同有效期内，甲方在全部线上渠道不得另行委托任何第三方提供同类服务。",
        "During the term the Brand may not engage any third party for the same services on any online channel.",
        when={"exclusivity": True, "exclusivity.scope": "online"},
        states={"exclusivity": True, "exclusivity.scope": "online", "exclusivity.bound": "a"},
    ),
    Clause(
        "scope.exclusive.platform",
        "在本合同有效期内，甲方在合作平台不得另行委托任何第三方提供同类服务。",
        "During the term the Brand may not engage any third party for the same services on the Store's platform.",
        when={"exclusivity": True, "exclusivity.scope": "platform"},
        states={"exclusivity": True, "exclusivity.scope": "platform", "exclusivity.bound": "a"},
    ),
    Clause(
        "scope.not_exclusive",
        "本合同为非独家合作。",
        "This contract is not exclusive.",
        when={"exclusivity": False},
        states={"exclusivity": False},
    ),
    Clause(
        "scope.other_brands",
        "乙方可以为其他品牌提供服务，但应当保证本合同项下人员的投入，并将各品牌的资料分开保管。",
        "The Agency may serve other brands, provided it keeps the people promised here at work and each brand's material apart.",
        when={"other_brands.allowed": True},
        states={"other_brands.allowed": True},
    ),
    Clause(
        "scope.no_other_brands",
        "在本合同有效期内，乙方不得为其他品牌提供与甲方商品构成直接竞争的服务。",
        "During the term the Agency may not serve other brands in direct competition with the Brand's goods.",
        when={"other_brands.allowed": False},
        states={"other_brands.allowed": False},
    ),
    Clause(
        "scope.subcontract.consent",
        "未经甲方书面同意，乙方不得将本合同项下的服务转委托给第三方。经同意转委托的，乙方对第三方的行为承担责任。",
        "The Agency may sub-contract only with the Brand's written consent, and answers for the sub-contractor.",
        when={"subcontract.allowed": "with_consent"},
        states={"subcontract.allowed": "with_consent"},
    ),
    Clause(
        "scope.subcontract.none",
        "乙方不得将本合同项下的服务转委托给任何第三方。",
        "The Agency may not sub-contract.",
        when={"subcontract.allowed": False},
        states={"subcontract.allowed": False},
    ),
    Clause(
        "scope.offline",
        "乙方不得通过线下渠道销售甲方商品（直接客户除外）。",
        "The Agency may not sell the Brand's goods offline, except to its direct customers.",
        when={"offline_sales.allowed": False},
        states={"offline_sales.allowed": False, "offline_sales.exceptions": ["direct_customers"]},
    ),
    Clause(
        "time.dates",
        "本合同期限自{term.start}起至{term.end}止。",
        "This contract runs from {term.start} to {term.end}, both days included.",
    ),
    Clause(
        "time.months",
        "本合同期限为{term.months}。",
        "The term is {term.months}.",
    ),
    Clause(
        "time.service",
        "乙方提供顾问服务的服务期为{service.months}。",
        "The Agency advises for {service.months}.",
    ),
    Clause(
        "time.renews.months",
        "期满前{renewal.notice_months}，双方均未书面提出异议的，本合同自动续期{renewal.months}，续期以一次为限。",
        "Unless either side objects in writing {renewal.notice_months} before the end, this contract renews by itself for {renewal.months}, once only.",
        when={"renewal.auto": True},
        states={"renewal.auto": True},
    ),
    Clause(
        "time.renews.days",
        "期满前{renewal.notice_days}，双方均未书面提出异议的，本合同自动续期{renewal.months}，续期以一次为限。",
        "Unless either side objects in writing {renewal.notice_days} before the end, this contract renews by itself for {renewal.months}, once only.",
        when={"renewal.auto": True, "renewal.notice_months": SILENT},
        states={"renewal.auto": True},
    ),
    Clause(
        "time.ends",
        "期满后继续合作的，续签应由双方另行订立书面合同。",
        "To go on after the end, the parties sign a new contract.",
        when={"renewal.auto": False},
        states={"renewal.auto": False},
    ),
)  # fmt: skip
