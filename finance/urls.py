from django.urls import path

from finance.views import batches, desk, files, ledger, orders, receipts

app_name = "finance"
urlpatterns = [
    path("office/finance/", desk.home, name="home"),
    path("office/finance/orders/", orders.order_list, name="orders"),
    path("office/finance/orders/approve/", orders.approvals, name="approvals"),
    path("office/finance/orders/<str:reference>/", orders.order_page, name="order"),
    path("office/finance/orders/<str:reference>/approve/", orders.approve, name="order_approve"),
    path("office/finance/orders/<str:reference>/cancel/", orders.cancel, name="order_cancel"),
    path("office/finance/batches/", batches.batch_list, name="batches"),
    path("office/finance/batches/new/", batches.batch_new, name="batch_new"),
    path("office/finance/batches/<str:reference>/", batches.batch_page, name="batch"),
    path("office/finance/batches/<str:reference>/release/", batches.release, name="batch_release"),
    path("office/finance/batches/<str:reference>/cancel/", batches.cancel, name="batch_cancel"),
    path("office/finance/files/", files.file_list, name="files"),
    path("office/finance/files/upload/", files.file_upload, name="file_upload"),
    path("office/finance/files/<int:file_id>/", files.file_page, name="file"),
    path("office/finance/files/<int:file_id>/content/", files.file_content, name="file_content"),
    path("office/finance/receipts/", receipts.receipt_list, name="receipts"),
    path("office/finance/receipts/<int:receipt_id>/", receipts.receipt_page, name="receipt"),
    path("office/finance/receipts/<int:receipt_id>/take-back/", receipts.take_back, name="take_back"),
    path("office/finance/reversals/<int:note_id>/check/", receipts.check, name="reversal_check"),
    path("office/finance/exceptions/", files.exception_list, name="exceptions"),
    path("office/finance/exceptions/<int:exception_id>/", files.exception_page, name="exception"),
    path("office/finance/entries/", ledger.entry_list, name="entries"),
    path("office/finance/entries/<int:entry_id>/", ledger.entry_page, name="entry"),
    path("office/finance/trial-balance/", ledger.trial, name="trial"),
    path("office/finance/reconciliation/", desk.reconcile, name="reconciliation"),
    path("office/finance/periods/", desk.periods, name="periods"),
    path("office/finance/periods/<str:month>/close/", desk.close, name="period_close"),
    path("office/finance/periods/<str:month>/reopen/", desk.reopen, name="period_reopen"),
]
