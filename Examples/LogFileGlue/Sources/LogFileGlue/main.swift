import ArgusGlue
import Foundation

// Tells of each line of the log that the variable LOG_FILE names.
let path = ProcessInfo.processInfo.environment["LOG_FILE"] ?? "/var/log/problems.log"
await GlueService.main(LogFile(path: path))
