"""Acts under “Orders”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "orders.held": ("拦截 {orders} 单，先是 {subject}", "held {orders} order(s), first {subject}"),
    "orders.released": ("放行 {orders} 单，先是 {subject}", "released {orders} order(s), first {subject}"),
    "orders.freed": (
        "自动放行 {orders} 单，先是 {subject}：原因已经没有了",
        "let {orders} order(s) go, first {subject}: the reason is gone",
    ),
    "orders.remarked": ("备注 {orders} 单，先是 {subject}", "remarked on {orders} order(s), first {subject}"),
    "orders.flagged": ("给 {orders} 单插旗，先是 {subject}", "flagged {orders} order(s), first {subject}"),
    "orders.assigned": ("指派 {orders} 单，先是 {subject}", "assigned {orders} order(s), first {subject}"),
    "orders.undone": (
        "撤销对 {orders} 单做的事，先是 {subject}",
        "undid what was done to {orders} order(s), first {subject}",
    ),
    "orders.readdressed": ("改了订单 {subject} 的收货地址", "changed where order {subject} goes"),
    "orders.area_set": ("定配送范围和同城", "set where is delivered to"),
    "orders.presale_set": (
        "定预售：{store} 的 {sku}，付款后 {days} 天内发货",
        "set a presale: {sku} in {store} leaves within {days} day(s) of payment",
    ),
    "orders.presale_ended": ("撤掉 {store} 的 {sku} 的预售", "took the presale of {sku} in {store} back"),
    "orders.customer_named": ("提名直接客户 {name}", "named the direct customer {name}"),
    "orders.customer_confirmed": ("确认直接客户 {name}", "confirmed the direct customer {name}"),
    "orders.customer_ended": ("停用直接客户 {name}", "ended the direct customer {name}"),
    "orders.packed": (
        "装箱 {parcel}：{units} 件，{orders} 单",
        "packed parcel {parcel}: {units} unit(s) of {orders} order(s)",
    ),
    "orders.unpacked": ("拆开包裹 {parcel}", "took parcel {parcel} apart"),
    "orders.shipped": ("发出包裹 {parcel}，运单 {waybill}", "let parcel {parcel} go under waybill {waybill}"),
}
