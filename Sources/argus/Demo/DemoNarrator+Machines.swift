import ArgusVocabulary

/// What happens to servers, their rooms and their backups.
extension DemoNarrator {
    mutating func busyServer(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let host = generator.pick(site.servers)
        let (what, service) = generator.pick([
            ("Load average above 20", "cpu"), ("Memory almost used up", "memory"),
            ("Answers take longer than 2 s", "http"), ("Queue of mail above 500", "mail"),
            ("Replication is more than 60 s behind", "database"),
        ])
        return problem(
            "\(what) on \(host)",
            level: generator.pick([3, 4, 4, 5]),
            from: start,
            lasting: generator.minutes(2...25),
            tags: ["host=\(host)", "site=\(site.name)", "service=\(service)", "problem_type=load"]
        )
    }

    mutating func fullDisk(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let host = generator.pick(site.servers)
        let volume = generator.pick(["/", "/var", "/home", "/srv"])
        let length: Duration? = generator.chance(70) ? generator.minutes(30...500) : nil
        var alerts = problem(
            "Less than 10 % free on \(volume) of \(host)",
            level: 3,
            from: start,
            lasting: length,
            tags: ["host=\(host)", "site=\(site.name)", "volume=\(volume)", "problem_type=disk"],
            goodbye: "Space was freed"
        )
        if let open = alerts.first, generator.chance(40) {
            alerts.append(
                DemoAlert(
                    kind: .event,
                    key: open.key,
                    time: start.advanced(by: generator.minutes(5...25)),
                    description: "Less than 5 % free on \(volume) of \(host)"
                )
            )
        }
        return alerts
    }

    mutating func hotRoom(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let degrees = Int.random(in: 29...38, using: &generator)
        return problem(
            "\(degrees) °C in room \(site.room)",
            level: degrees > 34 ? 2 : 3,
            from: start,
            lasting: generator.minutes(15...160),
            tags: ["room=\(site.room)", "site=\(site.name)", "problem_type=temperature"],
            goodbye: "Back below 27 °C"
        )
    }

    mutating func failedBackup(from start: Timestamp) -> [DemoAlert] {
        let job = generator.pick(DemoNetwork.jobs)
        let length: Duration? = generator.chance(60) ? generator.minutes(60...600) : nil
        return problem(
            "Backup job \(job) has failed",
            level: 3,
            from: start,
            lasting: length,
            tags: ["host=backup-01.dalen", "job=\(job)", "problem_type=backup"],
            goodbye: "The next run of \(job) succeeded"
        )
    }

    mutating func oldCertificate(from start: Timestamp) -> [DemoAlert] {
        let name = generator.pick(DemoNetwork.certificates)
        let days = Int.random(in: 5...20, using: &generator)
        return problem(
            "Certificate of \(name) expires in \(days) days",
            level: 5,
            from: start,
            lasting: nil,
            tags: ["service=\(name)", "problem_type=certificate"]
        )
    }

    /// A burst: the UPS takes over, everything in the room goes down, and comes back together.
    mutating func powerCut(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let length = Int.random(in: 20...50, using: &generator)
        var alerts = problem(
            "UPS of room \(site.room) runs on battery",
            level: 1,
            from: start,
            lasting: .seconds(length * 60),
            tags: ["room=\(site.room)", "site=\(site.name)", "problem_type=power"],
            goodbye: "Mains power is back"
        )
        let dark = start.advanced(by: generator.minutes(1...4))
        for host in site.switches + site.servers {
            let noticed = dark.advanced(by: .seconds(Int.random(in: 0...60, using: &generator)))
            alerts += boxDown(host, at: site, from: noticed, minutes: length...length + 6)
        }
        return alerts
    }

    mutating func notice(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let host = generator.pick(site.routers + site.switches)
        let (what, type) = generator.pick([
            ("configuration was changed by deploy", "config"), ("has restarted", "cold_start"),
            ("refused a login by admin", "login"), ("was upgraded", "upgrade"),
            ("power supply 2 was tested", "power_test"),
        ])
        return [
            DemoAlert(
                kind: .stateless,
                key: nextKey(),
                time: start,
                description: "\(host): \(what)",
                level: type == "login" ? 4 : 5,
                tags: ["host=\(host)", "site=\(site.name)", "problem_type=\(type)"]
            )
        ]
    }
}
