import Dispatch

#if canImport(Glibc)
import Glibc
#endif

/// Tells when another process has put something into a spool.
///
/// Where the kernel tells of written files (inotify), it is asked; a look once in a while covers
/// what that misses, and is all there is elsewhere.
///
/// It holds only sources that are never touched again until they are cancelled.
final class SpoolWatch: @unchecked Sendable {
    private let sources: [any DispatchSourceProtocol]

    /// Begins to watch; `onChange` is called on a queue of its own.
    init(_ spool: Spool, onChange: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "argus-glue.watch")
        let version = VersionMark(spool: spool)
        let look: @Sendable () -> Void = { if version.hasChanged() { onChange() } }

        var sources: [any DispatchSourceProtocol] = []
        let timer = DispatchSource.makeTimerSource(queue: queue)
        var interval = DispatchTimeInterval.milliseconds(100)
        #if canImport(Glibc)
        if let events = Self.fileEvents(of: spool, queue, look) {
            sources.append(events)
            interval = .seconds(1)
        }
        #endif
        timer.setEventHandler(handler: look)
        timer.schedule(deadline: .now() + interval, repeating: interval, leeway: interval)
        sources.append(timer)
        for source in sources { source.resume() }
        self.sources = sources
    }

    deinit { for source in sources { source.cancel() } }

    #if canImport(Glibc)
    /// Watches the file in which SQLite writes what is new; it comes and goes, so it is its folder
    /// that is watched.
    private static func fileEvents(
        of spool: Spool, _ queue: DispatchQueue, _ look: @escaping @Sendable () -> Void
    ) -> (any DispatchSourceProtocol)? {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let folder =
            spool.path.contains("/")
            ? String(spool.path[...(spool.path.lastIndex(of: "/") ?? spool.path.startIndex)]) : "."
        guard inotify_add_watch(descriptor, folder, UInt32(IN_MODIFY)) >= 0 else {
            close(descriptor)
            return nil
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &buffer, buffer.count) > 0 {}
            look()
        }
        source.setCancelHandler { close(descriptor) }
        return source
    }
    #endif
}

/// Remembers which version of the spool was seen last; used on one queue only.
private final class VersionMark: @unchecked Sendable {
    private let spool: Spool
    private var last: Int64?

    init(spool: Spool) {
        self.spool = spool
        last = try? spool.dataVersion()
    }

    func hasChanged() -> Bool {
        guard let version = try? spool.dataVersion() else { return false }
        defer { last = version }
        return version != last
    }
}
