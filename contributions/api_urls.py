from django.urls import path

from contributions.api import months, section40, typed, views

_FILING = "employers/<str:account>/filings/<int:filing_id>"
urlpatterns = [
    path("employers/<str:account>/filings", views.Filings.as_view(), name="filings"),
    path("employers/<str:account>/filings/drafts", typed.Drafts.as_view(), name="filing-drafts"),
    path("employers/<str:account>/filings/typed", typed.Begin.as_view(), name="filings-typed"),
    path(f"{_FILING}/typed", typed.Sheet.as_view(), name="filing-sheet"),
    path(f"{_FILING}/typed/people", typed.SheetPeople.as_view(), name="filing-sheet-people"),
    path(_FILING, views.OneFiling.as_view(), name="filing"),
    path(f"{_FILING}/findings", views.Findings.as_view(), name="filing-findings"),
    path(f"{_FILING}/totals", views.FilingTotals.as_view(), name="filing-totals"),
    path(f"{_FILING}/lines/<str:branch_no>/<int:number>", views.Line.as_view(), name="filing-line"),
    path(f"{_FILING}/enrol", views.EnrolLines.as_view(), name="filing-enrol"),
    path(f"{_FILING}/wait", views.LetWait.as_view(), name="filing-wait"),
    path(f"{_FILING}/recompute", views.Recompute.as_view(), name="filing-recompute"),
    path(f"{_FILING}/remove-faulty", views.RemoveFaulty.as_view(), name="filing-remove-faulty"),
    path(f"{_FILING}/submit", views.Submit.as_view(), name="filing-submit"),
    path("employers/<str:account>/bills", views.EmployerBills.as_view(), name="employer-bills"),
    path("employers/<str:account>/bills/<int:bill_id>", views.EmployerBill.as_view(), name="employer-bill"),
    path("me/contributions", views.MyContributions.as_view(), name="my-contributions"),
    path("me/bills/<int:bill_id>", views.MyBill.as_view(), name="my-bill"),
    path("me/section39", views.Section39.as_view(), name="section39"),
    path("me/section39/resign", views.ResignSection39.as_view(), name="section39-resign"),
    path("me/section40", section40.Section40.as_view(), name="section40"),
    path("me/section40/option", section40.ChangeOption.as_view(), name="section40-option"),
    path("me/section40/resign", section40.ResignSection40.as_view(), name="section40-resign"),
    path("office/months", months.Months.as_view(), name="months"),
    path("office/months/<str:month>", months.OneMonth.as_view(), name="month"),
    path("office/months/<str:month>/missing", months.MissingFilings.as_view(), name="month-missing"),
    path("office/months/<str:month>/<slug:what>", months.MonthAct.as_view(), name="month-act"),
    path("office/suspense", views.Suspense.as_view(), name="suspense"),
    path("office/suspense/<int:item_id>/apply", views.ApplySuspense.as_view(), name="suspense-apply"),
]
