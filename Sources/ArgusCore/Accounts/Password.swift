/// The rules for passwords.
///
/// They hold for whatever is chosen over the network, and for everybody who administers something;
/// at the command line others may have any password.
package enum Password {
    /// What is wrong with a password for an account, in the words of the existing server; empty if
    /// nothing is.
    package static func problems(of password: String, username: String) -> [String] {
        var problems: [String] = []
        if password.unicodeScalars.count < 8 {
            problems.append(
                "This password is too short. It must contain at least 8 characters.")
        }
        if password.utf8.count > 4096 {
            problems.append("Ensure this field has no more than 4096 characters.")
        }
        if !password.isEmpty, password.allSatisfy(\.isNumber) {
            problems.append("This password is entirely numeric.")
        }
        if username.count > 3, password.lowercased().contains(username.lowercased()) {
            problems.append("The password is too similar to the username.")
        }
        return problems
    }
}
