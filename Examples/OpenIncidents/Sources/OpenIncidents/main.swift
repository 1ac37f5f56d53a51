import ArgusClient
import Foundation

// Prints what is open: level, since when, and what it is.
let environment = ProcessInfo.processInfo.environment
guard let url = environment["ARGUS_URL"], let token = environment["ARGUS_TOKEN"] else {
    print("Set ARGUS_URL to the server's root, and ARGUS_TOKEN to the token of an account.")
    exit(2)
}
try await ArgusClient.with(ArgusClient.Configuration(url: url, token: Token(token))) { argus in
    for try await incident in argus.incidents(IncidentQuery(open: true)) {
        print(incident.level, incident.startTime, incident.description, separator: "\t")
    }
}
