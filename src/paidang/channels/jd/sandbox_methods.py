"""Which method of JD's is which, old names too."""

from paidang.channels.jd import sandbox_goods as goods
from paidang.channels.jd import sandbox_orders as orders
from paidang.channels.jd.sandbox_abroad import ABROAD
from paidang.channels.jd.sandbox_goods import Method
from paidang.channels.jd.sandbox_services import SERVICES
from paidang.channels.jd.sandbox_statements import STATEMENTS
from paidang.channels.sandbox import acts

_PROMOTION: dict[str, Method] = {
    "add": goods.add_promotion,
    "sku.add": goods.add_promotion_skus,
    "ordermode.add": goods.add_promotion_mode,
    "commit": goods.move_promotion(acts.DRAFT, to=acts.RUNNING),
    "suspend": goods.move_promotion(acts.RUNNING, to=acts.PAUSED),
    "resume": goods.move_promotion(acts.PAUSED, to=acts.RUNNING),
    "delete": goods.move_promotion(*acts.DEAL_STATES, to=acts.ENDED),
    "check": goods.get_promotion,
    "get": goods.get_promotion,
    "list": goods.list_promotions,
}
METHODS: dict[str, Method] = {
    "jingdong.pop.order.enSearch": orders.search_orders,
    "jingdong.pop.order.search": orders.search_plain,
    "360buy.order.search": orders.search_plain,
    "jingdong.pop.order.enGet": orders.get_order,
    "jingdong.pop.order.get": orders.get_plain,
    "360buy.order.get": orders.get_plain,
    "jingdong.pop.order.shipment": orders.ship,
    "360buy.order.sop.outstorage": orders.ship,
    "360buy.order.sop.waybill.update": orders.change_waybill,
    "jingdong.pop.order.modifyVenderRemark": orders.remark,
    "360buy.order.vender.remark.update": orders.remark,
    "jingdong.pop.afs.soa.refundapply.queryPageList": orders.list_refunds,
    "jingdong.pop.afs.soa.refundapply.querylist": orders.list_refunds,
    "jingdong.pop.afs.soa.refundapply.replyRefund": orders.reply_refund,
    "jingdong.asc.query.list": orders.list_services,
    "jingdong.ware.read.searchWare4Valid": goods.list_wares,
    "jingdong.sku.read.searchSkuList": goods.list_skus,
    "jingdong.ware.stock.sku.set": goods.set_stock,
    "jingdong.stock.write.updateSkuStock": goods.set_stock,
    "360buy.sku.stock.update": goods.set_stock,
    "jingdong.price.write.updateSkuJdPrice": goods.set_price,
    "360buy.sku.price.update": goods.set_price,
    **{f"jingdong.seller.promotion.{name}": method for name, method in _PROMOTION.items()},
    **{f"jingdong.seller.promotion.v2.{name}": method for name, method in _PROMOTION.items()},
    **SERVICES,
    **STATEMENTS,
    **ABROAD,
}
