"""The plugin keeps to the contract."""

from thidua_plugin_minimal import Attendance

from thidua_scoring.testing import CriterionContract


class TestAttendance(CriterionContract):
    """Everything that the library promises of a criterion."""

    kind = Attendance
    examples = (
        """
        title = "Dự họp giao ban"
        points = 5
        attended = "attended"
        called = "called"
        fields.attended = { kind = "count", better = "higher" }
        fields.called = { kind = "count" }
        """,
    )
