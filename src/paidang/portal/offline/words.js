// Every word of the page, Chinese and English; {name} stands for a fact.

const WORDS = {
  title: ["断网验证对账包", "Verify a statement offline"],
  lead: [
    "把对账包（.zip）放进来，这个网页就在您自己的电脑上从原始行重算每一分。它不联网，文件不离开这台电脑；可以先断开网络再验。",
    "Drop a statement bundle (.zip) and this page recomputes every fen from its source rows, on your own computer. It uses no network and the file stays here; you may disconnect first.",
  ],
  drop: ["把对账包拖到这里", "Drop the bundle here"],
  limit: [".zip，解开后最大 300 MB。前后几个月一起放，还看它们接不接得上", ".zip, at most 300 MB unpacked. Of months in a row it also says whether they fit together"],
  choose: ["选择文件", "Choose a file"],
  language: ["语言", "Language"],
  theme: ["切换深浅色", "Light or dark"],
  waiting: ["排队", "Waiting"],
  stop: ["停下", "Stop"],
  larger: [
    "更大的对账包，运行",
    "For larger bundles, run",
  ],
  meaning: [
    "“一致”说的是：这份文件里的数由这份文件里的行算得出来。它是不是双方手里的那一份，请比对摘要。",
    "“Agrees” means that the figures in this file follow from the rows in this file. Whether it is the one both sides hold, compare the digest.",
  ],
  independent: [
    "这个网页自己实现了一遍结算规则，不用服务器上的程序。规则 {rules}。读 Parquet 用 hyparquet（MIT）。",
    "This page carries out the settlement rules by itself, without the server's program. Rules {rules}. It reads Parquet with hyparquet (MIT).",
  ],

  step_unzip: ["解开", "Unpacking"],
  step_hash: ["核对每个文件的 SHA-256", "Checking the SHA-256 of every file"],
  step_order_lines: ["读订单行", "Reading the order lines"],
  step_refunds: ["读退款", "Reading the refunds"],
  step_costs: ["读出厂价", "Reading the factory prices"],
  step_logistics: ["读物流费", "Reading the logistics charges"],
  step_platform_fees: ["读平台扣费", "Reading the platform fees"],
  step_settle: ["重算", "Recomputing"],
  step_compare: ["逐行比较", "Comparing row by row"],

  agrees: ["一致", "Agrees"],
  differs: ["不一致", "Differs"],
  refused: ["没有验", "Not verified"],
  stopped: ["已停下，没有验。", "Stopped; nothing was verified."],
  same: [
    "每个文件都与清单一致，从原始行重算的 {n} 行、每一分都相同。",
    "Every file matches the manifest; {n} rows recomputed from the source rows, equal to the fen.",
  ],
  notSame: ["这份文件与它自己的原始行对不上：", "This file does not match its own source rows:"],
  more: ["另有 {n} 处", "{n} more"],
  unchecked: [
    "这个浏览器不认识 Ed25519，里面的签名没有验。其余都验了。",
    "This browser does not know Ed25519: the signatures inside were not checked. Everything else was.",
  ],

  contract: ["合同", "Contract"],
  month: ["账期", "Month"],
  monthVersion: ["{month}，第 {n} 版", "{month}, version {n}"],
  amountDue: ["应付", "Due"],
  payer_a: ["甲方（品牌）应付乙方", "The brand (甲方) owes the agency (乙方)"],
  payer_b: ["乙方（代运营）应付甲方", "The agency (乙方) owes the brand (甲方)"],
  payer_none: ["双方互不付款", "Neither side owes the other"],
  follows: ["接着", "Follows"],
  followed: ["{month} 那一份：摘要和结转对得上，没有一行结算两次", "{month}: digest and carried loss fit, no row is settled twice"],
  carriedDiffers: ["不等于上期结转的亏损", "is not the loss that the month before carried on"],
  settledTwice: ["{id} 已在 {month} 结算", "{id} was settled in {month} already"],
  digest: ["摘要", "Digest"],
  previous: ["上期摘要", "Previous digest"],
  closedAt: ["关账时间", "Closed at"],
  signedBy: ["签名", "Signed by"],
  time: ["用时", "Took"],
  seconds: ["{n} 秒", "{n} s"],
  recomputed: ["重算的各项", "Recomputed figures"],
  item: ["项", "Item"],
  amount: ["金额", "Amount"],

  gross_sales: ["销售额", "Gross sales"],
  refunded: ["退款", "Refunded"],
  revenue: ["收入", "Revenue"],
  cost: ["成本", "Cost"],
  tax: ["税", "Tax"],
  logistics: ["物流费（共担）", "Logistics, shared"],
  logistics_a: ["物流费（甲方承担）", "Logistics borne by the brand"],
  logistics_b: ["物流费（乙方承担）", "Logistics borne by the agency"],
  postage: ["邮费", "Postage"],
  platform_fees: ["平台扣费", "Platform fees"],
  profit: ["利润", "Profit"],
  held: ["挂起", "Held"],
  late: ["迟到", "Late"],
  heldRows: ["{n} 行没有出厂价", "{n} rows without a factory price"],
  lateRows: ["{n} 行属于以前的月份", "{n} rows of earlier months"],
  setup: ["一次性费用", "Set-up fee"],
  fixed_total: ["固定总额的一期", "Instalment of a fixed total"],
  dueOn: ["{name}，{day} 到期", "{name}, due {day}"],
  carried_in: ["期初结转", "Carried in"],
  carried_out: ["期末结转", "Carried out"],
  profit_share: ["利润分成", "Profit share"],
  commission: ["佣金", "Commission"],
  monthly_fee: ["月费", "Monthly fee"],
  minimum: ["保底", "Minimum"],
  adjustments: ["调整", "Adjustments"],
  held_by_collector: ["收款方已收", "Held by the collector"],
  entitled_b: ["乙方应得", "The agency is entitled to"],

  told: ["{told}：{numbers}", "{told}: {numbers}"],
  row: ["{file} 第 {row} 行", "{file}, row {row}"],
  expectedFound: ["应为 {expected}，现为 {found}", "expected {expected}, found {found}"],
  onlyExpected: ["应为 {expected}", "expected {expected}"],
  onlyFound: ["现为 {found}", "found {found}"],

  fileMissing: ["缺少此文件", "the file is missing"],
  fileNotListed: ["清单中没有此文件", "the file is not in the manifest"],
  fileChanged: ["内容与清单的 SHA-256 不符", "its content does not have the SHA-256 of the manifest"],
  notCanonical: ["不是规范形式的 JSON", "not JSON in its canonical form"],
  notAManifest: ["不是对账包的清单", "not the manifest of a bundle"],
  digestDiffers: ["摘要与清单内容不符", "the digest does not fit the manifest"],
  notASignature: ["不是签名文件", "not a signature"],
  signatureDiffers: ["签名与本包的摘要不符", "the signature is not of this bundle's digest"],
  otherRules: [
    "按规则 {theirs} 结算，这个网页的规则是 {ours}：请下载那一版网页，或用那一版程序核验",
    "settled by rules {theirs}, while this page has {ours}: use the page or the program of that version",
  ],
  figureDiffers: ["与重算的结果不符", "differs from what was recomputed"],
  rowDiffers: ["{id} 与重算的结果不符", "{id} differs from what was recomputed"],
  rowMissing: ["缺少 {id}", "{id} is missing"],
  rowTooMuch: ["{id} 不在本月应结算的行中", "{id} is not among the rows that this month settles"],
  rowRepeated: ["{id} 出现了不止一次", "{id} stands there more than once"],
  factTouched: ["{id} 与重算的结果不符：此行的事实被改动过", "{id} differs from what was recomputed: the fact of this row was changed"],
  columnsDiffer: ["列或类型与规则不符", "columns or types are not those of the rules"],
  rowOver64Bits: ["{id} 的金额超出 64 位整数", "an amount of {id} takes more than 64 bits"],
  over64Bits: ["超出 64 位整数", "takes more than 64 bits"],
  unreadable: ["无法读取此文件，它坏了。请重新下载对账包", "the file is damaged and cannot be read. Download the bundle again"],

  columnMissing: ["缺少此列", "the column is missing"],
  columnRepeated: ["此列重复", "the column stands there twice"],
  empty: ["不得为空", "must not be empty"],
  choice: ["应为以下之一：{choices}", "must be one of {choices}"],
  tooSmall: ["不得小于 {minimum}", "must not be below {minimum}"],
  tooGreat: ["不得大于 {maximum}", "must not be above {maximum}"],
  notText: ["应为文本，且不得为空", "must be a text, and not empty"],
  notInteger: ["应为整数（金额以分计）", "must be a whole number (amounts in fen)"],
  notBoolean: ["应为 true 或 false", "must be true or false"],
  notTime: ["应为带时区的时间", "must be a time with its zone"],
  noSuchTime: ["没有这个日期或时间", "there is no such date or time"],
  noSuchDay: ["没有这一天，应为 YYYY-MM-DD", "there is no such day; YYYY-MM-DD"],
  noSuchMonth: ["没有这个月份，应为 YYYY-MM", "there is no such month; YYYY-MM"],
  repeated: ["与前面的重复", "repeats an earlier one"],
  noSuchLine: ["没有这个订单行", "there is no such order line"],
  noSuchOrder: ["没有这个订单", "there is no such order"],
  beforePaid: ["早于付款时间", "before the payment"],
  settledLater: ["应早于本结算月", "must be before the month of this statement"],
  noSettledPrice: ["已结算的行应有当时的出厂价", "a settled line must have the factory price of that time"],
  lineTooLarge: ["单价乘数量超过 10^15 分", "unit price times quantity is above 10^15 fen"],
  discountsTooLarge: ["两项优惠之和大于单价乘数量", "both discounts together are above unit price times quantity"],
  giftWithRevenue: ["赠品不应有收入", "a gift must have no revenue"],
  incomingPositive: ["赔付和邮费是收入，不得大于 0", "compensation and postage are income, never above 0"],
  chargeNegative: ["费用不得小于 0", "a charge must not be below 0"],
  postageBorne: ["邮费不由单方承担", "postage is borne by no side alone"],
  refundedTooMuch: ["累计退款超过该订单行", "the refunds of the line exceed it"],

  notObject: ["应为一个 JSON 对象", "must be a JSON object"],
  notList: ["应为列表", "must be a list"],
  notTexts: ["应为文本的列表", "must be a list of texts"],
  missing: ["缺少此项", "is missing"],
  unknownKey: ["未知的项", "is unknown"],
  notADecimalText: ["应为小数文本而不是数字，如 \"0.3\"", "must be a decimal text, not a number, such as \"0.3\""],
  noDecimal: ["应为小数文本，如 \"0.3\"", "must be a decimal text such as \"0.3\""],
  manyDecimals: ["小数不得超过 6 位", "must have at most 6 decimals"],
  notAShare: ["应在 0 和 1 之间", "must lie between 0 and 1"],
  secondShare: ["只能有一项利润分成", "there may be one profit share only"],
  nothingCarries: ["没有结转亏损的分成，期初结转应为 0", "without a share that carries losses forward it must be 0"],
  rateWithoutTax: ["不计税时没有税率", "without tax there is no rate"],
  endsBeforeStart: ["止期早于起期", "the end is before the start"],
  notAWindow: ["应为两个日期 [首日, 末日]，在 1 和 31 之间", "must be two days [first, last] between 1 and 31"],
  sharesDoNotAddUp: ["双方比例之和应为 1", "both shares must add up to 1"],
  rateOrTiers: ["比例和阶梯应且只应有一个", "must have a rate or tiers, and not both"],
  modeWithoutTiers: ["没有阶梯时不应有此项", "must not be there without tiers"],
  noTier: ["至少一档，从 0 起", "needs at least one tier, from 0"],
  firstTierNotZero: ["第一档应从 0 起", "the first tier must start at 0"],
  tiersNotAscending: ["各档应递增", "tiers must ascend"],
  shareOrAmount: ["比例和金额应且只应有一个", "must have a share or an amount, and not both"],
  installmentsMiss: ["各期之和应等于总额", "the installments must add up to the total"],

  notZip: ["这不是一个完好的 .zip 文件。请用“下载对账包”得到的原文件。", "This is no sound .zip file. Please use the file that “Download bundle” gave."],
  notAFile: ["读不了。请放 .zip 文件，不是解开的文件夹。", "It cannot be read. Please give the .zip, not an unpacked folder."],
  tooManyFiles: ["里面有 {n} 个文件，对账包最多 {max} 个。", "It holds {n} files; a bundle has at most {max}."],
  noManifest: ["里面没有 manifest.json，不是对账包。", "It holds no manifest.json and is no bundle."],
  foreignFile: ["多了一个不属于对账包的文件：{name}", "It holds a file that belongs to no bundle: {name}"],
  unusualZip: ["这个 .zip 有密码或压缩方式特殊，请重新压缩成普通的 .zip。", "This .zip has a password or an unusual compression; please pack it anew as an ordinary .zip."],
  tooLarge: ["解开后超过 {n} MB，浏览器装不下。请用 paidang verify 验。", "Unpacked it is above {n} MB, too much for a browser. Please use paidang verify."],
  tooManyRows: ["一张表有 {n} 行，浏览器最多读 {max} 行。请用 paidang verify 验。", "A table has {n} rows; a browser reads at most {max}. Please use paidang verify."],
  oldBrowser: [
    "这个浏览器太旧，或这个网页不是从自己电脑上的文件或 https 打开的。请下载后用 2023 年以后的 Chrome、Edge、Firefox 或 Safari 打开。",
    "This browser is too old, or the page was opened neither from a file of your own nor by https. Please download it and open it with a Chrome, Edge, Firefox or Safari of 2023 or later.",
  ],
  failed: ["没有算完（{why}）。请用 paidang verify 验。", "It did not come to an end ({why}). Please use paidang verify."],
};

let language = 0;

export function speak(code) {
  language = code === "zh" ? 0 : 1;
}

export function word(key, facts = {}) {
  return WORDS[key][language].replace(/\{(\w+)\}/g, (hole, name) => String(facts[name] ?? hole));
}

export function list(texts) {
  return texts.join(language ? ", " : "、");
}

/** Whole numbers with their thousands parted. */
export function count(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Fen as ¥1,234.56, exact. */
export function money(fen) {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, "0");
  return `${fen < 0n ? "−" : ""}¥${count(digits.slice(0, -2))}.${digits.slice(-2)}`;
}
