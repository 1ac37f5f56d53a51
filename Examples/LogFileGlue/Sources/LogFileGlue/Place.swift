import Foundation

/// How far a log was taken.
struct Place {
    /// The most that is read at once, in bytes.
    static let readSize = 1 << 16

    /// The number of the file (its inode), which it keeps when the log is rotated.
    let file: Int
    /// Everything before it was taken.
    var offset = 0

    /// What is noted beside a log; its beginning if nothing is.
    static func noted(of log: String) -> Place {
        let text = (try? String(contentsOfFile: log + ".place", encoding: .utf8)) ?? ""
        let numbers = text.split(separator: " ").compactMap { Int($0) }
        return numbers.count == 2
            ? Place(file: numbers[0], offset: numbers[1]) : Place(file: number(log) ?? 0)
    }

    /// Notes it in one piece: whoever reads finds it as it was, or as it is.
    func note(of log: String) throws {
        try Data("\(file) \(offset)".utf8).write(
            to: URL(filePath: log + ".place"), options: .atomic)
    }

    /// Reads on, also where the log was rotated meanwhile.
    func read(_ log: String) throws -> Data {
        guard let path = [log, log + ".1"].first(where: { Self.number($0) == file }) else {
            return Data()
        }
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        return try handle.read(upToCount: Self.readSize) ?? Data()
    }

    /// Where to go on once there is nothing more to read: the beginning of a new log; nil if there is
    /// none.
    func next(_ log: String) -> Place? {
        guard let number = Self.number(log) else { return nil }
        return number != file || Self.size(log) < offset ? Place(file: number) : nil
    }

    private static func number(_ path: String) -> Int? {
        attributes(path)?[.systemFileNumber] as? Int
    }

    private static func size(_ path: String) -> Int { attributes(path)?[.size] as? Int ?? 0 }

    private static func attributes(_ path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: path)
    }
}
