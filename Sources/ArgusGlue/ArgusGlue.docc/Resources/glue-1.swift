import ArgusGlue

struct ProblemFolder: AlertSource {
    let path: String

    func alerts() -> AsyncStream<Alert> {
        AsyncStream { alerts in
            alerts.yield(.stateless(description: "The glue of \(path) has started"))
            alerts.finish()
        }
    }
}

await GlueService.main(ProblemFolder(path: "problems"))
