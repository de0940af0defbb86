"""Somebody who uses the keyboard only: everything is reached with Tab and the arrows."""

from tests.journeys.person import Person, box

STEPS_AT_MOST = 400
HAS_FOCUS = "element => element === document.activeElement"
# What one sees of the focus: an outline or a shadow around the element, or around its label.
IS_SHOWN = """element => [element, element.closest("label"), element.parentElement].some(
    (one) => one && (getComputedStyle(one).outlineStyle !== "none"
        || getComputedStyle(one).boxShadow !== "none"))"""


class KeyboardPerson(Person):
    """Reaches fields and buttons in the page's own order, and sees where they are."""

    def reach(self, target) -> None:
        for _step in range(STEPS_AT_MOST):
            if target.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("Tab")
        assert target.evaluate(HAS_FOCUS), f"not to be reached with Tab: {target}"
        assert target.evaluate(IS_SHOWN), f"the focus is not to be seen: {target}"

    def fill(self, **answers: str) -> None:
        for name, answer in answers.items():
            self.reach(self.page.locator(f'main [name="{name}"]'))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(answer)

    def tick(self, name: str, value: str = "") -> None:
        target = self.page.locator(box(name, value))
        if target.get_attribute("type") == "radio":
            self._choose(name, target)
            return
        self.open_around(target)
        self.reach(target)
        self.page.keyboard.press("Space")
        assert target.is_checked()

    def _choose(self, name: str, target) -> None:
        """One radio button of a group: Tab into the group, arrows within it."""
        in_group = f"document.activeElement.name === {name!r}"
        for _step in range(STEPS_AT_MOST):
            if self.page.evaluate(in_group):
                break
            self.page.keyboard.press("Tab")
        if target.evaluate(HAS_FOCUS):
            self.page.keyboard.press("Space")
        for _step in range(40):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"not to be chosen with the arrows: {target}")

    def open_around(self, target) -> None:
        """Unfold what hides the target."""
        fold = target.locator("xpath=ancestor::details[not(@open)]/summary")
        for number in range(fold.count()):
            self.reach(fold.nth(number))
            self.page.keyboard.press("Enter")

    def press(self, label: str, *, within: str = "main", about: str = "") -> None:
        label = f"{label} {about}".strip()
        target = self.page.locator(within).get_by_role("button", name=label, exact=True)
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, label: str) -> None:
        self.reach(self.page.get_by_role("link", name=label).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
