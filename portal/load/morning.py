"""The first morning: a thousand people a minute sign in and look at their contributions."""

import itertools

from locust import constant_pacing, task

from portal.load.visitors import PEOPLE, Visitor

_next = itertools.cycle(PEOPLE)


class Member(Visitor):
    """Signs in as another person each minute."""

    wait_time = constant_pacing(60)

    @task
    def look(self) -> None:
        self.begin()
        self.sign_in(next(_next))
        self.page("/me/contributions/", "contributions", sees="15,000.00")
