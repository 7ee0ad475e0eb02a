"""Acts under “Imports”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "intake.received": ("上传文件 {subject}", "uploaded a file, {subject}"),
    "intake.mapped": (
        "说明 {subject} 的每一列（第 {mapping_version} 版）",
        "said what the columns of {subject} are (version {mapping_version})",
    ),
    "intake.test_read": ("试读 {subject}", "read {subject} for a test"),
    "intake.writing": ("开始写入 {subject}", "began to write {subject}"),
    "intake.written": ("写入 {subject}", "wrote {subject}"),
    "intake.unchanged": ("重传 {subject}，没有变化", "sent {subject} again, nothing changed"),
    "intake.refused": ("{subject} 读不进来", "{subject} was refused"),
    "intake.cut": (
        "{subject} 到期，只留与人无关的列",
        "{subject} is over its time: kept without the columns about persons",
    ),
    "intake.failed": ("写入 {subject} 没有成功，什么都没写进去", "writing {subject} failed, nothing went in"),
    "intake.pause_asked": ("要求暂停 {subject}", "asked to pause {subject}"),
    "intake.stop_asked": ("要求停止 {subject}", "asked to stop {subject}"),
    "intake.read_paused": ("暂停试读 {subject}", "paused the test read of {subject}"),
    "intake.write_paused": (
        "暂停写入 {subject}，什么都没写进去",
        "paused writing {subject}, nothing went in",
    ),
    "intake.continued": ("继续 {subject}，从头再来", "continued {subject} from its start"),
    "intake.stopped": ("停止 {subject}，什么都没写进去", "stopped {subject}, nothing went in"),
    "intake.halt_too_late": ("要 {subject} 停下时已经做完", "{subject} was done before it could be halted"),
    "intake.mended": ("修好 {subject} 的一行", "mended a row of {subject}"),
    "intake.mend_tried": ("改 {subject} 的一行，还没修好", "changed a row of {subject}, not mended yet"),
    "intake.discarded": ("放弃 {subject} 的行 {rows}", "discarded rows {rows} of {subject}"),
    "intake.reread": ("重读 {subject} 里等着的行", "read the waiting rows of {subject} again"),
    "orders.store_declared": ("登记店铺 {store}", "registered the store {store}"),
    "stock.list_declared": (
        "交第 {number} 份可售商品清单，{rows} 行，{changed} 行与账上不同",
        "handed in list {number} of sellable goods, {rows} row(s), {changed} other than the books",
    ),
    "stock.rhythm_proposed": (
        "提议可售商品清单每 {days} 天交一次",
        "proposed a list of sellable goods every {days} day(s)",
    ),
    "stock.rhythm_agreed": (
        "同意可售商品清单每 {days} 天交一次",
        "agreed to a list of sellable goods every {days} day(s)",
    ),
    "stock.rhythm_declined": (
        "不同意可售商品清单每 {days} 天交一次",
        "declined a list of sellable goods every {days} day(s)",
    ),
    "stock.list_confirmed": (
        "确认可售商品清单没有变化，第 {number} 份，{rows} 行",
        "confirmed that the list of sellable goods stands, list {number}, {rows} row(s)",
    ),
    "stock.counted": ("盘点{warehouse}的 {sku}：{units} 件", "counted {sku} in {warehouse}: {units} unit(s)"),
    "stock.received": ("{warehouse}入库 {sku} {units} 件", "took {units} unit(s) of {sku} into {warehouse}"),
    "stock.damaged": (
        "{warehouse}报残次 {sku} {units} 件",
        "reported {units} unit(s) of {sku} damaged in {warehouse}",
    ),
    "stock.disposed": (
        "{warehouse}处理掉残次的 {sku} {units} 件",
        "disposed of {units} damaged unit(s) of {sku} in {warehouse}",
    ),
    "stock.planned": (
        "定 {sku} 的安全库存 {safety} 件，到货 {lead_days} 天",
        "set the safety stock of {sku} to {safety} unit(s), {lead_days} day(s) to arrive",
    ),
    "stock.shared": ("定店铺分配：{shares}", "shared stock among stores: {shares}"),
    "fulfilment.wave_made": (
        "建拣货波次 {wave}：{parcels} 个包裹",
        "made pick wave {wave}: {parcels} parcel(s)",
    ),
    "fulfilment.wave_released": (
        "放回波次 {wave} 里没核对的 {parcels} 个包裹",
        "put back {parcels} unchecked parcel(s) of wave {wave}",
    ),
    "fulfilment.stopped": (
        "包裹 {parcel} 扫错停住：{code}",
        "parcel {parcel} stopped at a wrong scan: {code}",
    ),
    "fulfilment.put_back": ("把扫错的从包裹 {parcel} 放回", "put back what was wrong in parcel {parcel}"),
    "fulfilment.packed": ("核对好包裹 {parcel}：{units} 件", "checked parcel {parcel}: {units} unit(s)"),
    "fulfilment.split": (
        "包裹 {parcel} 先发，剩下的装进 {rest}",
        "closed parcel {parcel} as it was, the rest goes into {rest}",
    ),
    "fulfilment.set_aside": ("包裹 {parcel} 没有发：{reason}", "parcel {parcel} did not leave: {reason}"),
    "fulfilment.shipped": (
        "交出包裹 {parcel}，{carrier} {waybill}",
        "parcel {parcel} left with {carrier} {waybill}",
    ),
    "fulfilment.delivered": ("包裹 {parcel} 送到", "delivered parcel {parcel}"),
    "fulfilment.waybills_given": ("填 {count} 个运单号", "gave {count} waybill number(s)"),
    "fulfilment.waybills_cancelled": ("作废 {count} 个运单号", "cancelled {count} waybill number(s)"),
    "fulfilment.shelves_set": ("改 {count} 个商品的货位", "set the places of {count} SKU(s)"),
    "fulfilment.rates_set": ("定运费表 {count} 行", "set {count} row(s) of the freight table"),
    "fulfilment.freight_booked": (
        "登记 {parcels} 个包裹的运费，共 {amount}",
        "booked the freight of {parcels} parcel(s), {amount}",
    ),
    "orders.bill_explained": (
        "说明平台账单的 {count} 处差异",
        "explained {count} difference(s) in platform bills",
    ),
    "orders.bill_reopened": (
        "撤回对平台账单 {count} 处差异的说明",
        "took back the explanation of {count} difference(s) in platform bills",
    ),
    "orders.fees_taken_over": (
        "按平台账单记入 {month} 的 {count} 笔平台费用，共 {amount}",
        "took {count} platform fee(s) of {month} over from the bills, {amount} in all",
    ),
    "orders.fees_given_back": (
        "撤回 {month} 按平台账单记入的 {count} 笔平台费用，共 {amount}",
        "took back {count} platform fee(s) of {month} that came from the bills, {amount} in all",
    ),
}
