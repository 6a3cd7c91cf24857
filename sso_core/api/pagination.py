from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    ordering = "-id"
    page_size = 50
