"""Words that the readers share."""

AGREEMENT = r"(?:合同|协议|合约|约定|契约)"
CLAUSE = r"[^，。；\n]"
CONSENT = r"(?:准许|应允|允准|赞同|审定|审阅|答应|核阅|同意|批准|审批|确认|认可|许可|审核|允许|核准|签认|核可|点头|首肯|过目|书面授权)"
