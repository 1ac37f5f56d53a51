import ArgusCore
import ArgusIntegrations
import ArgusSettings
import ArgusVocabulary

extension SettingKind where Value == String {
    /// Where something is posted to; only its host is shown.
    static var endpoint: SettingKind {
        SettingKind(expected: "an address that begins with http:// or https://") { text in
            WebURL.isEndpoint(text) ? text : nil
        } write: {
            $0
        } shown: { _ in
            "***"
        }
    }
}

extension SettingKind where Value == SMSBody {
    /// What is posted to a gateway.
    static var smsBody: SettingKind {
        SettingKind(expected: "JSON or fields of a form with {recipient} (or {digits}) and {text}")
        {
            SMSBody($0)
        } write: {
            $0.text
        }
    }
}

extension SettingKind where Value == SMSHeader {
    /// A header of HTTP.
    static var header: SettingKind {
        SettingKind(expected: "a header, such as Authorization: Bearer abc") {
            SMSHeader($0)
        } write: { _ in
            ""
        }
    }
}

extension SettingKind where Value == [String: String] {
    /// Names and paths of programs, with commas between the pairs; an empty text is none.
    static var programs: SettingKind {
        SettingKind(
            expected: "names and whole paths with commas, such as apprise=/usr/local/bin/tell"
        ) { text in
            let programs = text.split(separator: ",").map(program)
            let pairs = programs.compactMap { $0 }
            let names = Set(pairs.map(\.0))
            guard pairs.count == programs.count, names.count == pairs.count else { return nil }
            return Dictionary(pairs) { first, _ in first }
        } write: { programs in
            programs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: ", ")
        }
    }

    private static func program(_ text: Substring) -> (String, String)? {
        let parts = text.split(separator: "=", maxSplits: 1)
            .map { String($0.trimmingBlanks()) }
        guard parts.count == 2, parts[1].hasPrefix("/"), !parts[0].isEmpty,
            parts[0].allSatisfy({
                $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
            }), parts[0].first != "-"
        else { return nil }
        return (parts[0], parts[1])
    }
}
