import Glibc

/// Sends what libFuzzer thinks of to one thing that reads what others send: `glue-fuzzing NAME OPTION…`
/// with the options of libFuzzer, or `glue-fuzzing list`.
///
/// `Scripts/fuzz-glue` builds and runs it, in no other build it is there.
@main
enum GlueFuzzing {
    static func main() {
        let name = CommandLine.arguments.dropFirst().first ?? "list"
        let reader: FuzzedReader? = FuzzedReader.all.first { $0.name == name }
        guard let reader else {
            for reader in FuzzedReader.all { print(reader.name) }
            return
        }
        chosen = reader
        // libFuzzer takes the name for a place where it finds inputs, unless it is gone.
        var count = CommandLine.argc - 1
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<Int8>?>? =
            CommandLine.unsafeArgv + 1
        arguments?[0] = CommandLine.unsafeArgv[0]
        exit(
            runFuzzer(&count, &arguments) { bytes, count in
                chosen.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }
}

/// What reads: chosen once, before anything is read.
nonisolated(unsafe) private var chosen = FuzzedReader(name: "nothing") { _ in }

/// Reads one input, by the name that libFuzzer's own `main` looks for.
@_cdecl("LLVMFuzzerTestOneInput")
func read(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    chosen.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

/// The main loop of libFuzzer (LLVM's manual, "Using libFuzzer as a library").
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<Int8>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
