import ArgusCore
import ArgusHTTP
import ArgusVocabulary
import HTTPTypes
import Testing

@Suite struct `The words of the API` {
    @Test(arguments: [
        (Problem.missing, "This field is required."), (.blank, "This field may not be blank."),
        (.null, "This field may not be null."),
        (.tooLong(.characters(2)), "Ensure this field has no more than 2 characters."),
        (.tooLong(.bytes(19)), "Ensure this field has no more than 19 bytes."),
        (.lessThan(.seconds(60)), "Ensure this value is greater than or equal to 0:01:00."),
        (
            .moreThan(.seconds(86_400)),
            "Ensure this value is less than or equal to 1 day, 0:00:00."
        ),
        (.noObject("9"), #"Invalid pk "9" - object does not exist."#),
        (.malformed(.lowerCase("NAV")), "'NAV' is not a lowercase string"),
        (.ofAccount(.blank), "username: This field may not be blank."),
        (
            .taken(.name("x", of: .timeslot, by: "bob")),
            #"The name "x" is already in use for a another timeslot owned by user bob."#
        ),
        (.weakPassword(.allDigits), "This password is entirely numeric."),
        (
            .event(.notOfSources(.close)),
            "A source system cannot post events of type 'CLO'."
        ),
        (
            .event(.acknowledgement(url: "http://acks")),
            "Acknowledgements of this incidents should be posted through http://acks."
        ),
        (.event(.again(.start)), "The incident already has a related event of type 'STA'."),
        (
            .order(.expiration(now: Timestamp(microseconds: 1_795_335_130_845_838))),
            "'expiration' must be later than current moment (2026-11-22 08:12:10.845838+00:00) "
                + "or null."
        ),
        (.text("As it is."), "As it is."),
    ])
    func `for what is wrong are those of the existing server`(problem: Problem, words: String) {
        #expect(problem.message == words)
    }

    @Test(arguments: [
        (TagProblem.noDelimiter, "The tag does not have its delimiter: =."),
        (.emptyKey, "The key of the tag cannot be empty."),
        (
            .invalidKey,
            "['Enter a valid key consisting of lowercase letters, numbers and underscores.']"
        ),
        (.tooLong, "Ensure this field has no more than 2600 bytes."),
    ])
    func `for what is no tag are those of the existing server`(problem: TagProblem, words: String) {
        #expect(problem.message == words)
    }

    @Test(arguments: [
        (Reason.noSuch(.destination), 404, "No DestinationConfig matches the given query."),
        (.noPermission, 403, "You do not have permission to perform this action."),
        (.expiredToken, 401, "Token has expired."),
        (.wrongCredentials, 400, "Unable to log in with provided credentials."),
        (
            .inUse(.filter, by: .maintenance("1, 2")), 400,
            "Cannot delete this filter since it is in use in the planned maintenance task(s) 1, 2."
        ),
        (
            .inUse(.team, by: .profilesOf("bob")), 400,
            "Cannot delete this team since it is in use in the notification profile(s) of bob."
        ),
        (
            .noSource(nil), 400, "SourceSystem with pk=None does not exist."
        ),
    ])
    func `for a refusal are those of the existing server`(
        reason: Reason, status: Int, words: String
    ) {
        let refusal = Refusal.because(reason)

        #expect(refusal.status.code == status)
        #expect(refusal.problems.message.hasSuffix(words))
    }
}
