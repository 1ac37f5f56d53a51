/// The rules for passwords.
///
/// They hold for whatever is chosen over the network, and for everybody who administers something;
/// at the command line others may have any password.
package enum Password {
    /// What is wrong with a password for an account; empty if nothing is.
    package static func problems(of password: String, username: String) -> [Problem] {
        var problems: [Problem] = []
        if password.unicodeScalars.count < 8 { problems.append(.weakPassword(.tooShort)) }
        if password.utf8.count > 4096 { problems.append(.tooLong(.characters(4096))) }
        if !password.isEmpty, password.allSatisfy(\.isNumber) {
            problems.append(.weakPassword(.allDigits))
        }
        if username.count > 3, password.lowercased().contains(username.lowercased()) {
            problems.append(.weakPassword(.likeUsername))
        }
        if CommonPasswords.all.contains(password.lowercased()) {
            problems.append(.weakPassword(.common))
        }
        return problems
    }
}

/// The passwords that many people use and that guessing begins with, a line each in a file, in lower
/// case; shorter ones are refused as such.
enum CommonPasswords {
    static let all = Set(
        String(decoding: PackageResources.common_passwords_txt, as: UTF8.self)
            .split(separator: "\n").map(String.init))
}
