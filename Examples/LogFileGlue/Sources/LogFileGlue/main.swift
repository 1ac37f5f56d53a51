import ArgusGlue

let file = Setting("file", .text, usual: "/var/log/problems.log", "the log that is read")

await GlueService.main("log", settings: [file]) { context in
    LogFile(path: context.value(of: file))
}
