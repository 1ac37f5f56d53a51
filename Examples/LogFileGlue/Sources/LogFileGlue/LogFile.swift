import ArgusGlue
import Foundation

/// A log that grows, with a line for each thing that happens: a time in ISO 8601, a blank, a text.
///
/// How far it was taken is noted beside it, after the lines are on disk. Killed between the two, it
/// takes the same lines again: under the same keys and times, so nothing is told twice.
struct LogFile: ConfirmedSource {
    let path: String

    func run(_ intake: AlertIntake) async throws {
        var place = Place.noted(of: path)
        try place.note(of: path)
        while true {
            let chunk = try place.read(path)
            // What comes after the last line feed is a line that is still being written.
            if let end = chunk.lastIndex(of: UInt8(ascii: "\n")) {
                try await intake.accept(alerts(chunk[...end], from: place, intake))
                place.offset += end + 1
                try place.note(of: path)
            } else if chunk.count == Place.readSize {
                intake.refuse("\(chunk.count) bytes from \(place.offset) on have no line feed")
                place.offset += chunk.count
            } else if let next = place.next(path) {
                place = next
            } else {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func alerts(_ lines: Data, from place: Place, _ intake: AlertIntake) -> [Alert] {
        lines.split(separator: UInt8(ascii: "\n")).compactMap { bytes in
            let offset = place.offset + bytes.startIndex
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let time = try? Timestamp(String(parts[0]), in: .utc) else {
                intake.refuse("the line from \(offset) on does not begin with a time")
                return nil
            }
            let text = String(parts[1])
            let key = Fingerprint(["file": "\(place.file)", "offset": "\(offset)", "text": text])
            return .stateless(key.text, description: text, at: time, tags: ["log": path])
        }
    }
}
