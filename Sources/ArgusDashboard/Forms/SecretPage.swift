/// A secret that is shown once.
struct SecretPage {
    let title: String
    let secret: String
    let parent: MenuItem
}
