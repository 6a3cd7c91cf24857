from django.urls import path

from finance.api import receipts, views

urlpatterns = [
    path("office/finance/orders", views.Orders.as_view(), name="finance-orders"),
    path("office/finance/orders/<str:reference>", views.Order.as_view(), name="finance-order"),
    path(
        "office/finance/orders/<str:reference>/approve", views.Approve.as_view(), name="finance-order-approve"
    ),
    path(
        "office/finance/orders/<str:reference>/cancel",
        views.CancelOrder.as_view(),
        name="finance-order-cancel",
    ),
    path("office/finance/batches", views.Batches.as_view(), name="finance-batches"),
    path("office/finance/batches/<str:reference>", views.Batch.as_view(), name="finance-batch"),
    path(
        "office/finance/batches/<str:reference>/release",
        views.Release.as_view(),
        name="finance-batch-release",
    ),
    path(
        "office/finance/batches/<str:reference>/cancel",
        views.CancelBatch.as_view(),
        name="finance-batch-cancel",
    ),
    path("office/finance/files", views.Files.as_view(), name="finance-files"),
    path("office/finance/files/<int:file_id>", views.File.as_view(), name="finance-file"),
    path("office/finance/receipts", receipts.BankReceipts.as_view(), name="finance-receipts"),
    path(
        "office/finance/receipts/<int:receipt_id>", receipts.OneBankReceipt.as_view(), name="finance-receipt"
    ),
    path(
        "office/finance/receipts/<int:receipt_id>/reversals",
        receipts.NoteReversal.as_view(),
        name="finance-reversal-note",
    ),
    path(
        "office/finance/reversals/<int:note_id>/check",
        receipts.CheckReversal.as_view(),
        name="finance-reversal-check",
    ),
    path("office/finance/entries", views.Entries.as_view(), name="finance-entries"),
    path("office/finance/entries/<int:entry_id>", views.Entry.as_view(), name="finance-entry"),
    path("office/finance/trial-balance", views.TrialBalance.as_view(), name="finance-trial-balance"),
]
