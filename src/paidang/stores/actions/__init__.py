"""What is done with a store: connect, try, pause, let go; take in what it sends; ship; tend it."""

from paidang.stores.actions.connect import (
    Given,
    UnableToConnect,
    connect_store,
    disconnect_store,
    pause_store,
    resume_store,
)
from paidang.stores.actions.documents import TakenIn, UnableToTakeIn, take_in
from paidang.stores.actions.persons import (
    UnableToTouchPersons,
    export_receivers,
    readdress_order,
    see_receiver,
)
from paidang.stores.actions.price import (
    UnableToSetPrice,
    ask_again_soon,
    put_out_prices,
    read_list_soon,
    set_price,
    set_prices,
)
from paidang.stores.actions.sending import note_not_sent, note_sent
from paidang.stores.actions.ship import UnableToShip, ship_order, ship_packed
from paidang.stores.actions.tending import tell_store, tend_store
from paidang.stores.actions.trying import (
    ask_pull,
    begin_authorising,
    finish_authorising,
    retry_messages,
    try_store,
)

__all__ = [
    "Given",
    "TakenIn",
    "UnableToConnect",
    "UnableToSetPrice",
    "UnableToShip",
    "UnableToTakeIn",
    "UnableToTouchPersons",
    "ask_pull",
    "begin_authorising",
    "connect_store",
    "disconnect_store",
    "export_receivers",
    "finish_authorising",
    "note_not_sent",
    "note_sent",
    "pause_store",
    "put_out_prices",
    "ask_again_soon",
    "read_list_soon",
    "readdress_order",
    "resume_store",
    "see_receiver",
    "retry_messages",
    "set_price",
    "set_prices",
    "ship_order",
    "ship_packed",
    "take_in",
    "tell_store",
    "tend_store",
    "try_store",
]
