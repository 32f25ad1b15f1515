"""Two ways to work a page: with a mouse or thumb, and with the keys of the keyboard alone.

With the keys a control is reached as people reach it: the skip link, Tab and Shift+Tab until it has the focus, in a
number of presses that somebody would bear, and never without seeing where the focus is. A witness inside the page
tells of whatever went by a pointer, or reached a field that no key had led to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

# So many presses of Tab somebody bears to go from one control to the next that they need.
PRESSES = 120
# Longer texts come as an input method writes them: whole.
TYPED = 60

# Where the focus is, seen from the control that is wanted: there (a group of radio buttons is one stop); the key that
# leads on, from the end of a fresh page where that is nearer; whether the skip link helps; how many stops are between;
# whether Enter in the field that has the focus sends the form as that button would.
WHERE = """wanted => {
  const at = document.activeElement, group = e => e && e.type === 'radio' && e.name;
  const there = at === wanted || !!group(wanted) && group(at) === wanted.name && at.form === wanted.form;
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
  const here = stops.indexOf(at), goal = stops.indexOf(wanted), fresh = (!at || at === document.body) && !location.hash;
  const form = wanted.form, first = form && [...form.elements].find(e => e.type === 'submit');
  const before = here >= 0 ? here > goal : fresh ? goal > stops.length - goal
    : at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING;
  return {there, key: before ? 'Shift+Tab' : 'Tab', skip: fresh && !before && !!wanted.closest('main'),
          away: here < 0 ? 0 : Math.abs(goal - here),
          sends: wanted === first && at.form === form && at.matches('input')};
}"""

# On a page that came back with errors: the link of their list that leads to the field that is wanted.
NAMED = """wanted => {
  const list = document.getElementById('errors');
  if (!list || document.activeElement !== list) return null;
  return [...list.querySelectorAll('a[href^="#"]')].find(link => {
    const field = document.getElementById(link.hash.slice(1));
    return field && field.contains(wanted);
  }) || null;
}"""

# What is wrong with how the focus shows: no ring (the control's or, where the control itself is not drawn, its
# label's), or a ring that lies outside the window or wholly under a bar.
SHOWN = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const drawn = style.opacity !== '0' && style.clip === 'auto' && Math.min(box.width, box.height) >= 4;
  const ringed = e => { const s = getComputedStyle(e);
    return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none'; };
  const marks = (drawn ? [at] : [...(at.labels || [])]).filter(ringed);
  const name = at.outerHTML.slice(0, 160);
  if (!marks.length) return `no ring: ${name}`;
  const hit = (mark, x, y) => { const e = document.elementFromPoint(x, y);
    return e && (mark.contains(e) || e.contains(mark)); };
  const seen = mark => [...mark.getClientRects()].some(r => [.1, .5, .9].some(across => [.1, .5, .9].some(down =>
    hit(mark, r.left + r.width * across, r.top + r.height * down))));
  return marks.some(seen) ? '' : `out of sight: ${name}`;
}"""

SKIP = "document.activeElement.matches('a[href=\"#main\"]')"

# In every page: a trusted pointer, a choice that no person made, a text in a field that no key has led to.
WITNESS = """(() => {
  const tell = (what, e) => window.tkWitness(`${what}: ${(e.target.outerHTML || '').slice(0, 160)}`);
  for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
    addEventListener(kind, e => { if (e.isTrusted) tell(kind, e); }, true);
  let held = false;
  const led = new WeakSet();
  addEventListener('keydown', e => { held = held || e.isTrusted; }, true);
  addEventListener('keyup', () => { held = false; }, true);
  addEventListener('focusin', e => { if (held || e.target.autofocus) led.add(e.target); }, true);
  addEventListener('input', e => { if (e.isTrusted && !led.has(e.target)) tell('not by a key', e); }, true);
  addEventListener('change', e => { if (!e.isTrusted && e.target.type !== 'file') tell('by nobody', e); }, true);
})();"""


def watch(page: Any, wrong: list[str]) -> None:
    """Put the witness into every page of a tab; what it sees is added to `wrong`."""
    page.expose_binding("tkWitness", lambda _source, what: wrong.append(f"without the keyboard: {what}"))
    page.add_init_script(WITNESS)


class Mouse:
    """A mouse, or a thumb."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def approach(self, control: Any) -> None:
        """A pointer is there at once."""

    def strike(self, control: Any) -> None:
        """Press a button, a link, the head of a folded part."""
        control.click()

    def write(self, control: Any, text: str) -> None:
        """Put a text in the place of what a field holds."""
        control.fill(text)

    def tick(self, control: Any) -> None:
        """Tick a box, choose a radio button."""
        control.check()

    def untick(self, control: Any) -> None:
        """Take a tick away."""
        control.uncheck()

    def pick(self, control: Any, **option: Any) -> None:
        """Choose from a list by its `label`, `value` or `index`."""
        control.select_option(**option)

    def hand_in(self, control: Any, path: Path) -> None:
        """Choose a file."""
        control.set_input_files(path)

    def leave(self) -> None:
        """Leave the field that has the focus."""
        self.page.evaluate("document.activeElement.blur()")


class Keys:
    """The keyboard alone."""

    def __init__(self, page: Any) -> None:
        self.page = page
        # The machine's windows for files are ours from the first page on: Chromium without a screen cancels at once
        # one that opens before it has heard that somebody waits for it.
        page.on("filechooser", lambda _chooser: None)

    def _key(self, key: str) -> None:
        self.page.keyboard.press(key)

    def reach(self, control: Any) -> None:
        """Lead the focus to a control; fail when it takes too many presses or is not seen there.

        From the head of a page the skip link is taken, from a list of errors the link that names the field.
        """
        wanted = control.element_handle()
        if wanted.evaluate(WHERE)["skip"]:
            self._key("Tab")
            assert self.page.evaluate(SKIP), "the first stop of a page is not the way past its head"
            self._shown()
            self._key("Enter")
        if link := wanted.evaluate_handle(NAMED).as_element():
            self._lead(link)
            self._key("Enter")
        self._lead(wanted)

    def _lead(self, wanted: Any) -> None:
        presses = 0
        while not (where := wanted.evaluate(WHERE))["there"]:
            assert presses < PRESSES, (
                f"{presses} presses do not lead to {wanted.evaluate('e => e.outerHTML')}"
            )
            self._key(where["key"])
            presses += 1
        self._shown()

    def _shown(self) -> None:
        wrong = self.page.evaluate(SHOWN)
        assert not wrong, f"{self.page.url}: the focus is not seen, {wrong}"

    def approach(self, control: Any) -> None:
        """Go where Enter presses a control: to itself, or stay in a field whose form it sends, where it is far away."""
        where = control.element_handle().evaluate(WHERE)
        if not (where["sends"] and where["away"] > PRESSES):
            self.reach(control)

    def strike(self, _control: Any) -> None:
        """Press what was approached."""
        self._key("Enter")

    def write(self, control: Any, text: str) -> None:
        """Put a text in the place of what a field holds."""
        self.reach(control)
        self._key("Control+a")
        if not text:
            self._key("Delete")
        elif len(text) > TYPED or "\n" in text:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.type(text)
        assert control.input_value() == text

    def tick(self, control: Any) -> None:
        """Tick a box with Space; go to a radio button of its group with the arrows."""
        self.reach(control)
        focused = "e => e === document.activeElement"
        for _one in range(
            control.evaluate("e => e.type === 'radio' ? e.form.elements[e.name].length || 1 : 0")
        ):
            if control.evaluate(focused):
                break
            self._key("ArrowDown")
        assert control.evaluate(focused), "the arrows do not lead there"
        self._shown()
        if not control.is_checked():
            self._key("Space")
        assert control.is_checked()

    def untick(self, control: Any) -> None:
        """Take a tick away with Space."""
        self.reach(control)
        if control.is_checked():
            self._key("Space")
        assert not control.is_checked()

    def pick(self, control: Any, **option: Any) -> None:
        """Go to an option of a list with the arrows."""
        self.reach(control)
        ((by, wanted),) = option.items()
        said = f"(e, wanted) => [...e.options].findIndex(o => o.{by}{'.trim()' if by == 'label' else ''} === wanted)"
        place = control.evaluate(said, wanted)
        assert place >= 0, f"no such option: {wanted}"
        while (at := control.evaluate("e => e.selectedIndex")) != place:
            self._key("ArrowDown" if at < place else "ArrowUp")
            assert control.evaluate("e => e.selectedIndex") != at, "the arrows do not lead there"

    def hand_in(self, control: Any, path: Path) -> None:
        """Open the machine's own window for files with Space."""
        self.reach(control)
        with self.page.expect_file_chooser() as chooser:
            self._key("Space")
        chooser.value.set_files(path)

    def leave(self) -> None:
        """Leave the field that has the focus."""
        self._key("Tab")
