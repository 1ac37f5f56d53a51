import ArgusCore
import ArgusVocabulary
import ArgusWire
import Hummingbird
import Logging
import NIOCore

/// Server-Sent Events on their way to somebody (HTML Living Standard, section 9.2).
///
/// It is used by one task at a time, which is why it may be sent to another.
package struct EventStream: @unchecked Sendable {
    private var writer: any ResponseBodyWriter

    /// Sends whole events in one piece; returns once the listener has room for them.
    package mutating func send(
        capacity: Int = 1024, _ write: (inout JSONWriter) -> Void
    ) async throws {
        try await send(Self.events(capacity: capacity, write))
    }

    /// Whole events as they are sent, for all who are told the same.
    package static func events(
        capacity: Int = 1024, _ write: (inout JSONWriter) -> Void
    ) -> ByteBuffer {
        var events = JSONWriter(capacity: capacity)
        write(&events)
        return events.withBytes { ByteBuffer(bytes: $0) }
    }

    /// Sends events that were written before; returns once the listener has room for them.
    package mutating func send(_ events: ByteBuffer) async throws {
        do {
            try await writer.write(events)
            await Departure.pace()
        } catch {
            // Whatever it says, it means that nobody listens any more.
            throw CancellationError()
        }
    }

    /// The body of a response that goes on until it ends by itself, or nobody listens any more, or a
    /// second after `end` returns: a listener that takes nothing must not keep the server from
    /// ending.
    static func responseBody(
        for call: Call, until end: @escaping @Sendable () async -> Void,
        _ body: @escaping @Sendable (inout EventStream) async throws -> Void
    ) -> ResponseBody {
        ResponseBody { writer in
            let stream = EventStream(writer: writer)
            let (closed, close) = AsyncStream.makeStream(of: Void.self)
            let isWhole = try await call.request.body.consumeWithInboundCloseHandler { _ in
                await withTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        for await _ in closed {}
                        return false
                    }
                    group.addTask {
                        await end()
                        try? await Task.sleep(for: .seconds(1))
                        return false
                    }
                    group.addTask {
                        var stream = stream
                        return await call.hasEnded(&stream, body)
                    }
                    defer { group.cancelAll() }
                    return await group.next() ?? false
                }
            } onInboundClosed: {
                close.finish()
            }
            guard isWhole else { throw CancellationError() }
            try await writer.finish(nil)
        }
    }
}

extension Call {
    /// Writes a stream to its end; false if it broke off.
    fileprivate func hasEnded(
        _ stream: inout EventStream, _ body: (inout EventStream) async throws -> Void
    ) async -> Bool {
        do {
            try await body(&stream)
            return true
        } catch {
            let isExpected = error is CancellationError || error is Refusal || Task.isCancelled
            if !isExpected { logger.error("A stream of events failed: \(error)") }
            return false
        }
    }
}

extension JSONWriter {
    /// Writes an event whose data is JSON; `id` is where a listener goes on who comes back.
    package mutating func event(
        _ name: StaticString, id: Int64, data: (inout JSONWriter) -> Void
    ) {
        raw("id: ")
        integer(id)
        raw("\nevent: ")
        raw(name)
        raw("\ndata: ")
        data(&self)
        raw("\n\n")
    }

    /// Writes a sign of life, which only moves on where a listener goes on who comes back.
    package mutating func signOfLife(id: Int64) {
        raw(": nothing new\nid: ")
        integer(id)
        raw("\n\n")
    }
}
