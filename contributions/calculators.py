"""The contribution rules that anybody may ask."""

from contributions.rules import section33, section39, section40, surcharge
from sso_core.kernel.worked import Worked
from sso_core.law.registry import Input, Kind, calculator

_PERIOD = Input("period", Kind.PERIOD, "เดือนค่าจ้าง (ปปปป-ดด ค.ศ.)", "Wage month (YYYY-MM, C.E.)")
_PROVINCE = Input("province", Kind.PROVINCE, "รหัสจังหวัด", "Province code", required=False)

calculator(
    "contribution.s33",
    "เงินสมทบมาตรา 33",
    "Contribution under Section 33",
    Input("wage", Kind.BAHT, "ค่าจ้างของเดือน", "Wage of the month"),
    _PERIOD,
    _PROVINCE,
)(section33.contribution)

calculator(
    "contribution.s39", "เงินสมทบมาตรา 39", "Contribution under Section 39", _PERIOD, _PROVINCE
)(section39.contribution)  # fmt: skip

calculator(
    "contribution.s40",
    "เงินสมทบมาตรา 40",
    "Contribution under Section 40",
    Input("option", Kind.OPTION, "ทางเลือก 1, 2 หรือ 3", "Option 1, 2 or 3"),
    _PERIOD,
)(section40.contribution)

_AMOUNT = Input("amount", Kind.BAHT, "เงินสมทบที่ค้าง", "Contribution unpaid")
_DUE = Input("due", Kind.DATE, "วันครบกำหนด", "Due date")
_PAID = Input("paid", Kind.DATE, "วันที่จ่าย", "Day paid")


@calculator("contribution.surcharge", "เงินเพิ่มของนายจ้าง", "Employer's surcharge", _AMOUNT, _DUE, _PAID)
def _surcharge(**given: object) -> Worked:
    return surcharge.surcharge(**given)  # type: ignore[arg-type]


@calculator("contribution.s39_surcharge", "เงินเพิ่มมาตรา 39", "Section 39 surcharge", _AMOUNT, _DUE, _PAID)
def _surcharge39(**given: object) -> Worked:
    return section39.surcharge(**given)  # type: ignore[arg-type]
