import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Finds out to which addresses a name leads.
package struct NameResolver: Sendable {
    private let find: @Sendable (String) -> [IPAddress]

    /// Asks a function, which may take its time.
    package init(_ find: @escaping @Sendable (String) -> [IPAddress]) {
        self.find = find
    }

    /// Asks the system.
    package static let system = NameResolver { name in
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, nil, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var (addresses, next): ([IPAddress], UnsafeMutablePointer<addrinfo>?) = ([], first)
        while let entry = next?.pointee {
            // It has an entry for each kind of socket.
            if let address = IPAddress(entry), !addresses.contains(address) {
                addresses.append(address)
            }
            next = entry.ai_next
        }
        return addresses
    }

    private static let queue = DispatchQueue(label: "argus.names", attributes: .concurrent)

    /// All addresses of a name, in the order in which they are to be tried; whoever no longer waits is
    /// not kept waiting.
    func addresses(of name: String) async -> [IPAddress] {
        let (answers, answer) = AsyncStream.makeStream(of: [IPAddress].self)
        Self.queue.async {
            answer.yield(find(name))
            answer.finish()
        }
        for await addresses in answers { return addresses }
        return []
    }
}

extension IPAddress {
    /// The address of an entry, without the zone that one of a link has.
    fileprivate init?(_ entry: addrinfo) {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard status == 0 else { return nil }
        let bytes = text.prefix { $0 != 0 && $0 != 0x25 }.map { UInt8(bitPattern: $0) }
        self.init(String(decoding: bytes, as: UTF8.self))
    }
}
