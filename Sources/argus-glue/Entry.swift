import Dispatch

/// Where the program begins.
@main
enum Entry {
    static func main() {
        ArgusGlueCommand.runHook()
        Task {
            await ArgusGlueCommand.main()
            Terminal.end(0)
        }
        dispatchMain()
    }
}
