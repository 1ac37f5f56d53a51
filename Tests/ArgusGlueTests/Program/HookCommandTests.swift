import ArgusClient
import ArgusGlue
import ArgusVocabulary
import Testing

@Suite struct `A hook command` {
    private func alerts(_ program: Program) throws -> [Alert] {
        try Spool(path: program.spool).waiting()
    }

    @Test func `takes macros from arguments before those of the environment`() async throws {
        let program = try Program()
        let result = try await program.run(
            ["nagios", "NOTIFICATIONTYPE=PROBLEM", "HOSTSTATE=DOWN", "HOSTOUTPUT=a = b"],
            environment: ["NAGIOS_HOSTNAME": "mail2", "NAGIOS_HOSTSTATE": "UP"])

        #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
        #expect(try alerts(program).map(\.description) == ["mail2 is DOWN: a = b"])
    }

    @Test func `takes the variables of Checkmk`() async throws {
        let program = try Program()
        let result = try await program.run(
            ["checkmk"],
            environment: [
                "NOTIFY_WHAT": "HOST", "NOTIFY_NOTIFICATIONTYPE": "RECOVERY",
                "NOTIFY_HOSTNAME": "mail2", "NOTIFY_MICROTIME": "1795165200000000",
            ])

        #expect(result.status == 0, "\(result)")
        #expect(try alerts(program).map(\.kind) == [.close])
    }

    @Test func `keeps what it cannot read, and says so`() async throws {
        let program = try Program()
        let result = try await program.run(["nagios", "HOSTNAME=mail2"])

        #expect(result.status == 1 && result.errors.contains("NOTIFICATIONTYPE"), "\(result)")
        #expect(
            try Spool(path: program.spool).unreadableMessages().map(\.bytes)
                == [Array("HOSTNAME=mail2\0".utf8)])
    }

    @Test(arguments: [("nagios", 75), ("checkmk", 1)])
    func `is to be called again when the spool is full`(name: String, status: Int) async throws {
        let result = try await Program().run(
            [name],
            environment: [
                "ARGUS_GLUE_MAX_BYTES": "10", "NAGIOS_NOTIFICATIONTYPE": "PROBLEM",
                "NAGIOS_HOSTNAME": "a", "NOTIFY_NOTIFICATIONTYPE": "PROBLEM",
                "NOTIFY_HOSTNAME": "a",
            ])

        #expect(result.status == status, "\(result)")
    }
}

@Suite struct `A mail or a trap on standard input` {
    @Test func `is in the spool when the command ends`() async throws {
        let program = try Program()
        let mail = try await program.run(
            ["mail"], input: "From: a@b\nSubject: ups1 UPS main Power Failure !!!\n\nx\n")
        let trap = try await program.run(
            ["snmptrap"],
            input: "sw1\nUDP: [192.0.2.9]:5->[192.0.2.1]:162\nsnmpTrapOID.0 linkUp\nifIndex.3 3\n")

        #expect(mail.status == 0 && trap.status == 0, "\(mail) \(trap)")
        #expect(
            try Spool(path: program.spool).waiting().map(\.key)
                == ["apcupsd!ups1!main!power", "link!192.0.2.9!3"])
    }

    @Test func `is kept if it cannot be read, but for the community`() async throws {
        let program = try Program()
        let trap = "sw1\n\n.1.3.6.1.6.3.18.1.4.0 \"hush\"\n"
        let result = try await program.run(["snmptrap"], input: trap)

        #expect(result.status == 0 && result.errors.contains("dead letter"), "\(result)")
        let kept = try Spool(path: program.spool).unreadableMessages().map(\.bytes)
        #expect(kept.count == 1 && !String(decoding: kept.joined(), as: UTF8.self).contains("hush"))
    }

    @Test func `is to be delivered again when the spool is full`() async throws {
        let result = try await Program().run(
            ["mail"], environment: ["ARGUS_GLUE_MAX_BYTES": "10"], input: "Subject: x\n\n")

        #expect(result.status == 75, "\(result)")
    }
}
