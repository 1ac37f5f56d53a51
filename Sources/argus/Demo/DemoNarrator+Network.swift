import ArgusVocabulary

/// What happens to links and boxes.
extension DemoNarrator {
    mutating func downSwitch(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        boxDown(generator.pick(site.switches), at: site, from: start, minutes: 2...90)
    }

    mutating func boxDown(
        _ host: String,
        at site: DemoNetwork.Site,
        from start: Timestamp,
        minutes: ClosedRange<Int>
    ) -> [DemoAlert] {
        problem(
            "\(host) does not answer",
            level: 2,
            from: start,
            lasting: generator.minutes(minutes),
            tags: ["host=\(host)", "site=\(site.name)", "problem_type=box_down"],
            goodbye: "\(host) answers again"
        )
    }

    /// The same link goes down and up again and again: one key, told many times.
    mutating func flappingLink(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let host = generator.pick(site.routers)
        let interface = "xe-0/0/\(Int.random(in: 0...7, using: &generator))"
        let customer = generator.pick(DemoNetwork.customers)
        let key = nextKey()
        var (alerts, time): ([DemoAlert], Timestamp) = ([], start)
        for _ in 0..<Int.random(in: 3...7, using: &generator) {
            alerts.append(
                DemoAlert(
                    kind: .open,
                    key: key,
                    time: time,
                    description: "\(host) \(interface) is down",
                    level: 2,
                    tags: [
                        "host=\(host)", "interface=\(interface)", "site=\(site.name)",
                        "customer=\(customer)", "problem_type=link_down",
                    ]
                )
            )
            time = time.advanced(by: .seconds(Int.random(in: 15...200, using: &generator)))
            alerts.append(
                DemoAlert(
                    kind: .close,
                    key: key,
                    time: time,
                    description: "\(host) \(interface) is up"
                )
            )
            time = time.advanced(by: .seconds(Int.random(in: 20...400, using: &generator)))
        }
        return alerts
    }

    mutating func lostPeer(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let host = generator.pick(site.routers)
        let customer = generator.pick(DemoNetwork.customers)
        let peer = "2001:db8:\(Int.random(in: 1...99, using: &generator))::1"
        let length = generator.minutes(1...70)
        var alerts = problem(
            "BGP session of \(host) with \(customer) (\(peer)) is down",
            level: 2,
            from: start,
            lasting: length,
            tags: [
                "host=\(host)", "site=\(site.name)", "customer=\(customer)", "peer=\(peer)",
                "problem_type=bgp_down",
            ],
            goodbye: "Session established"
        )
        if length > .seconds(1200), let open = alerts.first {
            alerts.append(
                DemoAlert(
                    kind: .event,
                    key: open.key,
                    time: start.advanced(by: .seconds(600)),
                    description: "Ten minutes without a session; \(customer) was told"
                )
            )
        }
        return alerts
    }

    mutating func packetLoss(at site: DemoNetwork.Site, from start: Timestamp) -> [DemoAlert] {
        let percent = Int.random(in: 2...40, using: &generator)
        return problem(
            "\(percent) % packet loss between sentrum and \(site.name)",
            level: percent > 15 ? 2 : 3,
            from: start,
            lasting: generator.minutes(4...55),
            tags: ["site=\(site.name)", "site=sentrum", "problem_type=packet_loss"],
            goodbye: "No loss in the last five minutes"
        )
    }
}
