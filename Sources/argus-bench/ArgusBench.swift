import ArgusServer
import FoundationEssentials

/// The program `argus-bench`: what `argus serve` is, and what its speed is measured against beside it;
/// or, with `plan` and a number, how long it takes to decide who is told of an event.
///
/// It is no product: only benchmarks build and start it.
@main
enum ArgusBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == "plan", let profiles = Int(arguments[2]) {
            return try PlanningBench(profiles: profiles).run()
        }
        let settings = try Settings(environment: ProcessInfo.processInfo.environment)
        try await ArgusServer(settings, adding: [FloorRoute.incidents]).run()
    }
}
