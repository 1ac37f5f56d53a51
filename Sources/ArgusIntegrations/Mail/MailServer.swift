import ArgusCore
import ArgusVocabulary
import CCurl
import Dispatch
import Synchronization

/// Hands messages to a mail server, by libcurl.
///
/// Several are handed over at the same time, each connection by a thread of its own, and connections are
/// kept for the next message.
package final class MailServer: Sendable {
    private let settings: MailSettings
    private let queue = DispatchQueue(label: "argus.mail", attributes: .concurrent)
    private let idle = Mutex<[Connection]>([])

    /// No attempt takes longer than this.
    private let patience: Duration

    /// A connection that is used by one thread at a time, whoever takes it from the idle ones.
    private struct Connection: @unchecked Sendable {
        let curl: UnsafeMutableRawPointer
    }

    /// Uses the server of settings; takes no longer than `patience` for a message.
    package init(_ settings: MailSettings, patience: Duration = .seconds(30)) {
        (self.settings, self.patience) = (settings, patience)
        _ = Self.isReady
    }

    /// libcurl prepares itself once, before there are several threads that use it.
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    deinit {
        for connection in idle.withLock({ $0 }) { curl_easy_cleanup(connection.curl) }
    }

    /// Sends a message to one recipient.
    package func send(_ message: OutgoingMail, to recipient: String) async -> DeliveryOutcome {
        guard let server = settings.server else {
            return .failed(.notConfigured, "Set ARGUS_SMTP_URL to a mail server.")
        }
        guard EmailAddress.isValid(recipient) else {
            return .failed(.address, "This is no e-mail address.")
        }
        return await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(
                    returning: self.transfer(message.bytes(), to: recipient, by: server))
            }
        }
    }

    private func transfer(
        _ bytes: [UInt8], to recipient: String, by server: String
    ) -> DeliveryOutcome {
        guard
            let connection = idle.withLock({ $0.popLast() })
                ?? curl_easy_init().map(Connection.init)
        else { return .retry(.serverError, "libcurl could not begin.") }
        let upload = Upload(bytes)
        let outcome = withExtendedLifetime(upload) {
            perform(connection.curl, upload, to: recipient, by: server)
        }
        if case .sent = outcome {
            curl_easy_reset(connection.curl)
            idle.withLock { $0.append(connection) }
        } else {
            curl_easy_cleanup(connection.curl)
        }
        return outcome
    }

    private func perform(
        _ curl: UnsafeMutableRawPointer, _ upload: Upload, to recipient: String, by server: String
    ) -> DeliveryOutcome {
        var error = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let recipients = curl_slist_append(nil, "<\(recipient)>")
        defer { curl_slist_free_all(recipients) }
        argus_curl_set_text(curl, CURLOPT_URL, server)
        argus_curl_set_text(curl, CURLOPT_MAIL_FROM, "<\(settings.from)>")
        argus_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients)
        argus_curl_set_number(curl, CURLOPT_UPLOAD, 1)
        argus_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        let limit = Int(patience.microseconds / 1000)
        argus_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT_MS, limit / 2)
        argus_curl_set_number(curl, CURLOPT_TIMEOUT_MS, limit)
        argus_curl_set_number(curl, CURLOPT_USE_SSL, Self.security(of: server))
        if let file = settings.authorities { argus_curl_set_text(curl, CURLOPT_CAINFO, file) }
        argus_curl_set_reader(curl) { buffer, size, count, upload in
            guard let buffer, let upload else { return 0 }
            return Unmanaged<Upload>.fromOpaque(upload).takeUnretainedValue()
                .read(into: buffer, size * count)
        }
        argus_curl_set_pointer(
            curl, CURLOPT_READDATA, Unmanaged.passUnretained(upload).toOpaque())
        argus_curl_set_writer(curl, CURLOPT_HEADERFUNCTION) { line, size, count, upload in
            guard let line, let upload else { return 0 }
            Unmanaged<Upload>.fromOpaque(upload).takeUnretainedValue().hear(line, size * count)
            return size * count
        }
        argus_curl_set_pointer(
            curl, CURLOPT_HEADERDATA, Unmanaged.passUnretained(upload).toOpaque())
        return error.withUnsafeMutableBufferPointer { buffer in
            argus_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            let code = curl_easy_perform(curl)
            argus_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, nil)
            var answer = 0
            argus_curl_get_number(curl, CURLINFO_RESPONSE_CODE, &answer)
            let told = buffer.baseAddress.map { String(cString: $0) } ?? ""
            // What the server said says more than that it said so.
            let said = upload.words(of: answer)
            return Self.outcome(
                code, answer,
                !said.isEmpty
                    ? said : told.isEmpty ? String(cString: curl_easy_strerror(code)) : told,
                isAboutSender: told.hasPrefix("MAIL"))
        }
    }

    /// The connection is made safe where the server can do that, and where a password goes over the net
    /// it must be able to.
    private static func security(of server: String) -> Int {
        let isHere = ["localhost", "127.0.0.1", "[::1]"].contains { host in
            server.contains("@\(host):") || server.hasSuffix("@\(host)")
        }
        let needs = server.contains("@") && !isHere
        return Int(needs ? CURLUSESSL_ALL.rawValue : CURLUSESSL_TRY.rawValue)
    }

    /// What an error of libcurl and the last answer of the server (RFC 5321, section 4.2) mean.
    static func outcome(
        _ code: CURLcode, _ answer: Int, _ detail: String, isAboutSender: Bool
    ) -> DeliveryOutcome {
        switch code {
        case CURLE_OK: return .sent(detail)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return .retry(.unreachable, detail)
        case CURLE_OPERATION_TIMEDOUT: return .retry(.timeout, detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CACERT_BADFILE:
            return .retry(.certificate, detail)
        case CURLE_LOGIN_DENIED: return .retry(.credentials, detail)
        default: break
        }
        switch answer {
        case 421, 450, 451, 452: return .retry(.serverError, detail)
        case 400..<500: return .retry(.refused, detail)
        case 530, 534, 535, 538: return .retry(.credentials, detail)
        case 550, 551, 553: return .failed(isAboutSender ? .refused : .address, detail)
        case 552: return .failed(.tooLarge, detail)
        case 500..<600: return .failed(.refused, detail)
        default: return .retry(.unreachable, detail)
        }
    }
}

/// What is handed over, as far as it has been, and what the server says.
private final class Upload {
    private let bytes: [UInt8]
    private var position = 0
    /// What the server said last, in one line.
    private var lastLine = ""
    /// What it refused; more may have been said after it, such as farewell.
    private var refusal = ""

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func hear(_ line: UnsafeMutablePointer<CChar>, _ count: Int) {
        let bytes = UnsafeRawBufferPointer(start: line, count: count)
        lastLine = String(decoding: bytes, as: UTF8.self).withoutControls
        if lastLine.hasPrefix("4") || lastLine.hasPrefix("5") { refusal = lastLine }
    }

    /// What the server said with an answer; empty if it is not known.
    func words(of answer: Int) -> String {
        [lastLine, refusal].first { $0.hasPrefix("\(answer)") } ?? ""
    }

    func read(into buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let count = min(room, bytes.count - position)
        bytes.withUnsafeBytes { bytes in
            guard count > 0, let start = bytes.baseAddress else { return }
            UnsafeMutableRawPointer(buffer).copyMemory(from: start + position, byteCount: count)
        }
        position += count
        return count
    }
}
