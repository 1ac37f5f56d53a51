import ArgusIntegrations
import Testing

@Suite struct `Where messages may go` {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.8.8.8", "169.254.169.254", "172.31.0.1",
        "192.168.1.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1",
    ])
    func `is to no address of a net of one's own`(text: String) throws {
        #expect(!AddressPolicy().allows(try #require(IPAddress(text))))
    }

    @Test(arguments: ["9.9.9.9", "172.32.0.1", "2001:67c:2564::1", "::ffff:9.9.9.9"])
    func `is to the addresses of the Internet`(text: String) throws {
        #expect(AddressPolicy().allows(try #require(IPAddress(text))))
    }

    @Test func `is to what is allowed all the same, and not beside it`() throws {
        let policy = AddressPolicy(allowing: ["10.1.2.0/25", "fd00::1"].compactMap(IPNetwork.init))

        #expect(policy.allows(try #require(IPAddress("10.1.2.127"))))
        #expect(!policy.allows(try #require(IPAddress("10.1.2.128"))))
        #expect(policy.allows(try #require(IPAddress("fd00::1"))))
        #expect(!policy.allows(try #require(IPAddress("fd00::2"))))
    }

    @Test(arguments: ["", "10", "10.0.0.1/33", "10.0.0.1/", "::/129", "10.0.0.1/8/8", "fe80::1%1"])
    func `is not said by a text that is no network`(text: String) {
        #expect(IPNetwork(text) == nil)
    }
}
