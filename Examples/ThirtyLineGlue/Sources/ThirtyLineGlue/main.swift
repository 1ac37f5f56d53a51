import ArgusGlue
import Foundation

/// A monitoring system of the simplest kind: as long as a file lies in a folder, there is a problem
/// of that name.
struct ProblemFolder: AlertSource {
    let path: String

    func alerts() -> AsyncStream<Alert> {
        AsyncStream { alerts in
            let watch = Task {
                var open: Set<String> = []
                while !Task.isCancelled {
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                    for name in Set(names).subtracting(open) {
                        alerts.yield(.open(name, description: name, tags: ["problem": name]))
                    }
                    for name in open.subtracting(names) { alerts.yield(.close(name)) }
                    open = Set(names)
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            alerts.onTermination = { _ in watch.cancel() }
        }
    }
}

await GlueService.main(ProblemFolder(path: "problems"))
