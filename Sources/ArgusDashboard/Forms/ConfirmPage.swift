import ArgusCore
import ArgusHTTP
import ArgusVocabulary

/// Asks once more before something is gone.
enum ConfirmPage {
    /// A page that says what will be gone, with a button that does it and leads back to `parent`.
    static func page(
        _ path: Path, access: Access = .acting, in room: Room?, parent: MenuItem,
        describe: @escaping @Sendable (Call) async throws -> (title: String, text: String),
        _ button: String, saying message: String,
        _ perform: @escaping @Sendable (Call) async throws -> Void
    ) -> WebPage {
        WebPage(
            path, access: access, form: Form(Field([:]) { _ in true }),
            show: { call, entry in
                let (title, text) = try await describe(call)
                let form = PageForm(
                    entry, to: call.path, button, [], isDangerous: true, back: parent.path)
                return try await call.page(
                    "form-page", FormPage(title: title, text: text, parent: parent, form: form),
                    in: room)
            }
        ) { call, _ in
            try await perform(call)
            return call.leading(to: parent.path, saying: message)
        }
    }
}
