import ArgusGlue
import Foundation

struct ProblemFolder: AlertSource {
    let path: String

    func alerts() -> AsyncStream<Alert> {
        AsyncStream { alerts in
            let watch = Task {
                while !Task.isCancelled {
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                    for name in names {
                        alerts.yield(.open(name, description: name, tags: ["problem": name]))
                    }
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            alerts.onTermination = { _ in watch.cancel() }
        }
    }
}

await GlueService.main(ProblemFolder(path: "problems"))
