extension JSONWriter {
    /// Writes a time as a zone's clocks show it, `null` if there is none.
    package mutating func time(_ moment: Timestamp?, in zone: Zone) {
        guard let moment else { return raw("null") }
        raw("\"")
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Timestamp.writtenSize) { buffer in
            guard let start = buffer.baseAddress else { return }
            append(UnsafeBufferPointer(start: start, count: moment.write(in: zone, to: start)))
        }
        raw("\"")
    }

    /// Writes an end time: `null`, `"infinity"` or a time.
    package mutating func endTime(_ end: EndTime, in zone: Zone) {
        time(end.microseconds.map { Timestamp(microseconds: $0) }, in: zone)
    }
}
