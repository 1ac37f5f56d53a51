import ArgusCore
import Testing

@Suite struct `A password` {
    @Test(arguments: ["password1", "PassW0rd1", "qwertyuiop", "Summer2026", "admin1234"])
    func `is refused that many people use`(password: String) {
        #expect(Password.problems(of: password, username: "kari") == [.weakPassword(.common)])
    }

    @Test func `is told all that is weak about it at once`() {
        #expect(
            Password.problems(of: "1234", username: "kari")
                == [.weakPassword(.tooShort), .weakPassword(.allDigits)])
        #expect(
            Password.problems(of: "xKARIxx1", username: "kari") == [.weakPassword(.likeUsername)])
    }

    @Test(arguments: ["correct horse", "battery staple", "ø8ø8ø8ø8x"])
    func `is taken that is neither short nor common`(password: String) {
        #expect(Password.problems(of: password, username: "bob") == [])
    }
}
