import FoundationEssentials

extension Zone {
    /// Finds a zone by its IANA name among the system's zone files; nil if there is none.
    public init?(named name: String, directory: String = "/usr/share/zoneinfo") {
        if name == "UTC" {
            self = .utc
            return
        }
        let isSafe = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } && !name.contains("..")
        guard isSafe, !name.isEmpty, !name.hasPrefix("/"),
            let file = try? Data(contentsOf: URL(filePath: "\(directory)/\(name)"))
        else { return nil }
        self.init(name: name, file: Array(file))
    }

    /// Reads a compiled zone file of version 2 or later (RFC 8536, section 3); nil if it is none.
    init?(name: String, file: [UInt8]) {
        guard let first = Header(file, at: 0), first.version >= 0x32 else { return nil }
        let second = Header.size + first.bodySize(timeSize: 4)
        guard let header = Header(file, at: second) else { return nil }
        let body = second + Header.size
        let end = body + header.bodySize(timeSize: 8)
        guard header.typeCount > 0, end <= file.count else { return nil }

        let times = (0..<header.timeCount).map { Self.integer(file, at: body + $0 * 8, size: 8) }
        let indices = body + header.timeCount * 8
        let types = indices + header.timeCount
        let typeOffsets = (0..<header.typeCount).map {
            Int32(truncatingIfNeeded: Self.integer(file, at: types + $0 * 6, size: 4))
        }
        let used = (0..<header.timeCount).map { Int(file[indices + $0]) }
        guard used.allSatisfy({ $0 < header.typeCount }) else { return nil }
        let footer = file[end...].split(separator: 0x0a).first.map {
            String(decoding: $0, as: UTF8.self)
        }
        self.init(
            name: name, transitions: times,
            offsets: [typeOffsets[0]] + used.map { typeOffsets[$0] },
            rule: footer.flatMap { ZoneRule(posix: $0) })
    }

    private static func integer(_ bytes: [UInt8], at start: Int, size: Int) -> Int64 {
        var value: Int64 = size == 4 && bytes[start] & 0x80 != 0 ? -1 : 0
        for byte in bytes[start..<start + size] { value = value << 8 | Int64(byte) }
        return value
    }

    private struct Header {
        static let size = 44
        let version: UInt8
        let isUTCount, isStandardCount, leapCount, timeCount, typeCount, nameSize: Int

        init?(_ file: [UInt8], at start: Int) {
            guard file.count >= start + Self.size,
                file[start..<start + 4].elementsEqual("TZif".utf8)
            else { return nil }
            version = file[start + 4]
            let counts = (0..<6).map { Int(Zone.integer(file, at: start + 20 + $0 * 4, size: 4)) }
            guard counts.allSatisfy({ $0 >= 0 }) else { return nil }
            (isUTCount, isStandardCount, leapCount) = (counts[0], counts[1], counts[2])
            (timeCount, typeCount, nameSize) = (counts[3], counts[4], counts[5])
        }

        func bodySize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + nameSize + leapCount * (timeSize + 4)
                + isStandardCount + isUTCount
        }
    }
}
