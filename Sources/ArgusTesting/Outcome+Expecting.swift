import ArgusOperations

extension Outcome {
    /// What was done, or an error if the request had been carried out before.
    package func performed() throws -> Value {
        switch self {
        case .performed(let value): return value
        case .repeated(let answer): throw UnexpectedOutcome(description: "repeated: \(answer)")
        }
    }

    /// The answer that was kept, or an error if the request was carried out now.
    package func repeated() throws -> KeptAnswer {
        switch self {
        case .repeated(let answer): return answer
        case .performed(let value): throw UnexpectedOutcome(description: "performed: \(value)")
        }
    }
}

/// That a request was carried out, or was not, against what a test expects.
package struct UnexpectedOutcome: Error, CustomStringConvertible {
    package let description: String
}
