#include "service/admission.hpp"

#include "desvio/service/service.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

AdmissionRules local_rules() { return {.is_local = true, .largest_body = 100, .asks = {"/api/answer"}}; }

RequestFacts good_question() {
    RequestFacts request;
    request.method = "POST";
    request.path = "/api/answer";
    request.host = "localhost:8080";
    request.origin = "http://localhost:8080";
    request.fetch_site = "same-origin";
    request.content_type = "application/json; charset=utf-8";
    request.content_length = "100";
    return request;
}

/// Status of the refusal; 0 when it is let in.
int status_of(RequestFacts const& request, AdmissionRules const& rules = local_rules()) {
    auto const refused = refuse(request, rules);
    return refused ? refused->status : 0;
}

RequestFacts page(std::string method, std::string path, std::string host) {
    RequestFacts request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.host = std::move(host);
    return request;
}

template <typename Change>
int status_after(Change const& change) {
    RequestFacts request = good_question();
    change(request);
    return status_of(request);
}

TEST(Admission, LetsAGoodQuestionAndAPageIn) {
    EXPECT_EQ(status_of(good_question()), 0);
    EXPECT_EQ(status_of(page("GET", "/", "127.0.0.1:8080")), 0);
    EXPECT_EQ(status_of(page("HEAD", "/page/x.js", "[::1]:8080")), 0);
    EXPECT_EQ(status_of(page("GET", "/", "LOCALHOST")), 0);
}

TEST(Admission, RefusesHostsThatAreNoNameOfThisMachine) {
    for (char const* const host :
         {"evil.example", "evil.example:8080", "127.evil.example", "localhost.evil.example", "", "localhost:80x",
          "[::1", "[::1]x", "127.0.0.1@evil.example", "127.0.0.1, evil.example", "10.0.0.1", "127.1"})
        EXPECT_EQ(status_of(page("GET", "/", host)), 403) << host;
    // Who listens for others cannot know by which name they call.
    AdmissionRules open = local_rules();
    open.is_local = false;
    EXPECT_EQ(status_of(page("GET", "/", "desk.example:8080"), open), 0);
}

TEST(Admission, RefusesQuestionsFromPagesOfOtherSites) {
    EXPECT_EQ(status_after([](RequestFacts& r) { r.origin = "http://evil.example"; }), 403);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.origin = "null"; }), 403);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.origin = "http://localhost:9090"; }), 403);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.fetch_site = "cross-site"; }), 403);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.fetch_site = "same-site"; }), 403);
    // A program that is no browser sends neither.
    EXPECT_EQ(status_after([](RequestFacts& r) { r.origin = r.fetch_site = ""; }), 0);
}

TEST(Admission, RefusesOtherMethods) {
    for (char const* const method : {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT"})
        EXPECT_EQ(status_after([&](RequestFacts& r) { r.method = method; }), 405) << method;
    RequestFacts const post_to_page = page("POST", "/", "localhost");
    EXPECT_EQ(refuse(post_to_page, local_rules())->allow, "GET, HEAD");
    EXPECT_EQ(status_of(post_to_page), 405);
}

TEST(Admission, BoundsTheBodyBeforeItIsRead) {
    EXPECT_EQ(status_after([](RequestFacts& r) { r.content_length = "101"; }), 413);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.content_length = "99999999999999999999999999"; }), 413);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.content_length = ""; }), 411);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.transfer_encoding = "chunked"; }), 411);
    for (char const* const length : {"-1", "5, 6", "0x10", " 5", "5 "})
        EXPECT_EQ(status_after([&](RequestFacts& r) { r.content_length = length; }), 400) << length;
    EXPECT_EQ(status_after([](RequestFacts& r) { r.content_type = "text/plain"; }), 415);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.content_type = "multipart/form-data"; }), 415);
    EXPECT_EQ(status_after([](RequestFacts& r) { r.content_encoding = "gzip"; }), 415);
}

TEST(Admission, KnowsAddressesThatOnlyThisMachineReaches) {
    for (char const* const address : {"127.0.0.1", "127.8.9.10", "::1", "localhost"})
        EXPECT_TRUE(is_loopback(address)) << address;
    for (char const* const address : {"0.0.0.0", "::", "192.168.1.2", "127.example", "", "1270.0.0.1"})
        EXPECT_FALSE(is_loopback(address)) << address;
}

}  // namespace
}  // namespace desvio
