"""One fact against the records: what is found, what is picked, and what its absence says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.model import Fact
from .changes import ChangeTest
from .chart import Event
from .lengths import LengthTest, joined
from .logic import Truth, and_
from .occurrences import TimesTest
from .picks import PICKERS
from .records import RecordTest, Selected
from .scene import Scene
from .times import FAR, days
from .values import ValueTest
from .windows import Stay, extent

#: Domains of which nothing on record does not mean that there is nothing: nobody may have looked.
_LOOKED_AT = ("measurement", "observation")


class Finding(NamedTuple):
    """The truth of a fact, the records that decided it, and in a few words why."""

    value: Truth
    events: Sequence[Event] = ()
    reason: str = ""


class FactTest:
    """Tests one fact, without examples and sides that are facts of their own."""

    def __init__(
        self,
        fact: Fact,
        records: RecordTest,
        value: ValueTest | None,
        length: LengthTest | None,
        times: TimesTest | None,
        change: ChangeTest | None,
    ) -> None:
        self.fact = fact
        self._records = records
        self._window = records.window
        self._value = value
        self._length = length
        self._times = times
        self._change = change
        self._pick = PICKERS[fact.pick]
        self._exposures = fact.domain == "drug" and length is not None
        self._plain = value is None and length is None
        self._by_baseline = value is not None and value.by_baseline
        #: Whether its truth takes no more than a look at one record after another.
        self._simple = not (change or times or self._exposures or self._by_baseline) and fact.domain != "it"
        self._domain, self._any = fact.domain, fact.pick == "any"
        self._one_by_one = self._judge if fact.pick == "any" and not self._plain else None

    def test(self, scene: Scene) -> Truth:
        """Whether the fact holds."""
        if scene.among is not None:
            return self.find(scene).value
        found = scene.found
        if self not in found:
            found[self] = self._test(scene)
        return found[self]

    def _test(self, scene: Scene) -> Truth:
        if self._simple and self._domain not in scene.chart.denied:
            vague = self._records.is_vague(scene)
            if vague or self._any:
                return self._some(scene, vague)
        return self.find(scene).value

    def _some(self, scene: Scene, vague: bool) -> Truth:
        """What `find` says, without looking further than the value needs, where nothing is recorded as absent.

        Where no record is surely of the concept (`vague`), all picks but `any` only ask whether there are some.
        """
        shared = self._records.vague_key(scene) if vague and self._one_by_one is None else ""
        if shared in scene.shared:
            return scene.shared[shared]  # type: ignore[no-any-return]
        stays = None if self._window.always else self._window.stays(scene)
        if stays == []:
            return False
        result, sure = self._records.some(scene, stays, self._one_by_one, vague)
        if result is False and (self._open(scene, stays) or (self._records.domain in _LOOKED_AT and not sure)):
            result = None
        if shared:
            scene.shared[shared] = result
        return result

    def find(self, scene: Scene) -> Finding:
        """Whether the fact holds, and why."""
        stays = None if self._window.always else self._window.stays(scene)
        if stays == []:
            return Finding(False, (), "what its time is counted from never was")
        selected = self._records.select(scene, stays, timed=not self._exposures)
        if self._change is not None:
            return self._changed(selected, scene, stays)
        if self._exposures:
            return self._closed(self._joined(selected, scene, stays), selected, scene, stays)
        baseline = self._baseline(scene) if self._by_baseline else None
        if self._times is not None:
            return self._counted(selected, baseline, scene, stays)
        if not selected:
            return self._absent(selected, scene, stays)
        if self.fact.pick != "any":
            readings = selected
            if self._value is not None:
                readings = [one for one in selected if one.event.record.value is not None]
                if not readings:
                    return Finding(None, [one.event for one in selected], "recorded without a value")
            value, events = self._pick(readings, lambda event: self._judge(event, scene, baseline), self._value)
            if value is None and not any(one.truth for one in readings):
                return self._closed(Finding(None, events, _MAYBE), selected, scene, stays)
            return Finding(value, events, _REASONS[value])
        if self._plain:
            value, events = self._pick(selected, _yes, None)
        else:
            value, events = self._pick(selected, lambda event: self._judge(event, scene, baseline), self._value)
        return self._closed(Finding(value, events, _REASONS[value]), selected, scene, stays)

    def hits(self, scene: Scene) -> list[tuple[Event, Truth]]:
        """The records that match, or may: the events that an anchor stands for."""
        stays = None if self._window.always else self._window.stays(scene)
        selected = self._records.select(scene, stays)
        judged = [(one.event, and_((one.truth, self._judge(one.event, scene, None)))) for one in selected]
        if self.fact.pick in ("latest", "first"):
            _, picked = self._pick(selected, _yes, None)
            judged = [(event, truth) for event, truth in judged if event in picked]
        return [(event, truth) for event, truth in judged if truth is not False]

    # ---------------------------------------------------------------- one record

    def _judge(self, event: Event, scene: Scene, baseline: Event | None = None) -> Truth:
        """Whether the value and the length of a record are as asked."""
        found: Truth = True
        if self._value is not None:
            found = self._value.test(event, baseline if baseline is not event else None)
        if self._length is not None and found is not False:
            found = and_((found, self._length.test(event.stretch(self._length.fine), scene)))
        return found

    def _baseline(self, scene: Scene) -> Event | None:
        """The latest reading up to the baseline, where the patient's dates say when that is."""
        if not scene.is_dated("baseline"):
            return None
        stretch = scene.named("baseline")
        readings = self._records.select(scene, None, timed=False)
        before = [one.event for one in readings if one.truth and stretch and one.event.start[1] <= stretch[0][0]]
        return max(before, key=lambda event: event.start, default=None)

    # ---------------------------------------------------------------- several records

    def _joined(self, selected: Sequence[Selected], scene: Scene, stays: list[Stay] | None) -> Finding:
        """Exposures to a drug, those that follow each other as one."""
        assert self._length is not None
        doses = [(one, and_((one.truth, self._value.test(one.event) if self._value else True))) for one in selected]
        sure = [one.event for one, truth in doses if truth]
        possible = [one.event for one, truth in doses if truth is not False]
        for events, certain in ((sure, True), (possible, False)):
            for stretch, members in joined(events, certain, self._window.fine or self._length.fine):
                lies: Truth = True
                if not self._window.always:
                    lies = self._window.lies(stretch, stays)
                found = and_((lies, self._length.test(stretch, scene)))
                if certain and found:
                    return Finding(True, members, _REASONS[True])
                if not certain and found is not False:
                    return Finding(None, members, _MAYBE)
        return Finding(False, [], _REASONS[False])

    def _counted(
        self, selected: Sequence[Selected], baseline: Event | None, scene: Scene, stays: list[Stay] | None
    ) -> Finding:
        assert self._times is not None
        readings = [(one.event, and_((one.truth, self._judge(one.event, scene, baseline)))) for one in selected]
        complete = self._absent(selected, scene, stays).value is False
        value = self._times.test(readings, complete)
        events = [event for event, truth in readings if truth is not False]
        reason = f"{len(events)} found" + ("" if complete else "; there may be more")
        return Finding(value, events, reason)

    def _changed(self, selected: Sequence[Selected], scene: Scene, stays: list[Stay] | None) -> Finding:
        assert self._change is not None
        readings = self._records.select(scene, None, timed=False)
        value, events = self._change.test(selected, readings, scene)
        if value is None:
            return Finding(None, events, _MAYBE if events else "no two readings to compare")
        return self._closed(Finding(value, events, _REASONS[value]), selected, scene, stays)

    # ---------------------------------------------------------------- absence

    def _closed(
        self, finding: Finding, selected: Sequence[Selected], scene: Scene, stays: list[Stay] | None
    ) -> Finding:
        """`finding`, or where nothing was surely found what absence says."""
        if finding.value is True:
            return finding
        if finding.value is False:
            return self._absent(selected, scene, stays)
        denied = self._denied(selected, scene, stays)
        return finding if denied is None else Finding(False, [denied], "recorded as absent")

    def _absent(self, selected: Sequence[Selected], scene: Scene, stays: list[Stay] | None) -> Finding:
        """What it says that no record matches."""
        if scene.among is not None or self._records.domain == "it":
            return Finding(False, [one.event for one in selected], "not so of this record")
        denied = self._denied(selected, scene, stays)
        if denied is not None:
            return Finding(False, [denied], "recorded as absent")
        events = [one.event for one in selected]
        open_ = self._open(scene, stays)
        if open_:
            return Finding(None, events, open_)
        if self._records.domain in _LOOKED_AT and not any(one.truth for one in selected):
            return Finding(None, events, "not recorded")
        return Finding(False, events, "no record, and the record is complete" if not events else _REASONS[False])

    def _open(self, scene: Scene, stays: list[Stay] | None) -> str:
        """Why there may be more than is recorded; empty where the record is complete."""
        key = self._records.key and self._records.key + " complete"
        if key in scene.shared:
            return str(scene.shared[key])
        found = self._incomplete(scene, stays)
        if key:
            scene.shared[key] = found
        return found

    def _incomplete(self, scene: Scene, stays: list[Stay] | None) -> str:
        if self._records.who != "patient":
            return f"nothing is known of {self.fact.who}"
        if self._records.status == "planned":
            return "plans are not known"
        stretch = extent(self._window, stays, scene)
        if stretch is None:
            return "its time is not known, or is still to come"
        observed = scene.chart.observed(self._records.domain, stretch)
        return "" if observed else "the record is not known to be complete over that time"

    def _denied(self, selected: Sequence[Selected], scene: Scene, stays: list[Stay] | None) -> Event | None:
        """A record that says that there was nothing of the kind over the whole window."""
        negatives = scene.chart.denials(self._records.domain)
        if not negatives or scene.among is not None or self._records.status == "planned":
            return None
        if any(one.concept for one in selected):
            return None
        stretch = extent(self._window, stays, scene)
        if stretch is None:
            return None
        return next((event for event in negatives if self._denies(event, stretch, scene)), None)

    def _denies(self, event: Event, stretch: tuple[int, int], scene: Scene) -> bool:
        start = -FAR if event.record.start is None else days(event.record.start)[1]
        end = scene.now if event.record.end is None else days(event.record.end)[0]
        if event.who != self._records.who or start > stretch[0] or end < stretch[1]:
            return False
        asked = {one.key for one in self._records.qualifiers}
        recorded = event.qualifiers
        if not recorded.keys() <= asked:
            return False
        if any(one.test(recorded, True) is not True for one in self._records.qualifiers if one.key in recorded):
            return False
        return self._records.matcher.covers(event.term)


_MAYBE = "what is recorded may or may not be it"
_REASONS: dict[Truth, str] = {True: "recorded", False: "recorded otherwise", None: _MAYBE}


def _yes(event: Event) -> Truth:
    return True
