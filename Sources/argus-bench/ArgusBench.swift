import ArgusServer
import FoundationEssentials

/// The program `argus-bench`: what `argus serve` is, and what its speed is measured against beside it.
///
/// It is no product: only benchmarks build and start it.
@main
enum ArgusBench {
    static func main() async throws {
        let settings = try Settings(environment: ProcessInfo.processInfo.environment)
        try await ArgusServer(settings, adding: [FloorRoute.incidents]).run()
    }
}
