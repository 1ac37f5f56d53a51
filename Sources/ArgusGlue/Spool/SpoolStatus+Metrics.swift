import ArgusClient
import ArgusVocabulary

extension SpoolStatus {
    /// The status as Prometheus reads it (its text format, version 0.0.4): a gauge or a counter for
    /// each figure, with the source as a label where there is one for each.
    package func metrics(at now: Timestamp) -> String {
        let counters = [
            Metric("accepted_total", "Alerts that were accepted.", accepted),
            Metric("delivered_total", "Alerts that the server took.", delivered),
            Metric("skipped_total", "Alerts that needed nothing.", skipped),
            Metric("dropped_total", "Alerts that were dropped for want of room.", dropped),
        ]
        let gauges: [(name: String, help: String, value: (Source) -> Int64?)] = [
            ("queue_depth", "Alerts that wait for the server.", { Int64($0.depth) }),
            (
                "queue_oldest_age_seconds", "For how long the oldest of them waits.",
                { $0.oldest.map { now.since($0).components.seconds } ?? 0 }
            ),
            ("queue_bytes", "Bytes that all of a source take.", { Int64($0.bytes) }),
            ("set_aside", "Alerts that the server fails on.", { Int64($0.setAside) }),
            ("dead_letters", "Alerts that cannot be delivered.", { Int64($0.dead) }),
            ("in_trouble", "Whether nothing can be delivered.", { $0.trouble == nil ? 0 : 1 }),
            ("paused", "Whether somebody has paused it.", { $0.pausedSince == nil ? 0 : 1 }),
            ("left_out", "Alerts that tag conventions left out.", { Int64($0.leftOut) }),
            (
                "comparison_in_trouble", "Whether it cannot be compared.",
                { $0.comparisonTrouble == nil ? 0 : 1 }
            ),
            (
                "last_success_timestamp_seconds", "When the server last took an alert.",
                { $0.lastSuccess.map { $0.microseconds / 1_000_000 } }
            ),
        ]
        var text = counters.map(\.text).joined()
        for gauge in gauges {
            let name = "argus_glue_\(gauge.name)"
            text += "# HELP \(name) \(gauge.help)\n# TYPE \(name) gauge\n"
            for source in sources {
                guard let value = gauge.value(source) else { continue }
                text += "\(name){source=\"\(source.name)\"} \(value)\n"
            }
        }
        return text
    }
}

/// A figure that only grows.
private struct Metric {
    let text: String

    init(_ name: String, _ help: String, _ value: Int) {
        let name = "argus_glue_\(name)"
        text = "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(value)\n"
    }
}
