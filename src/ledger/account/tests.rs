//! Accounts on a real store: who gets in, who no longer does, and that what is kept opens nothing.
//! Each test has its own store file.
//! Must not know: requests.

use super::*;
use crate::domain::place::Airport;
use crate::store::{Durability, Opening};

struct Place {
    accounts: Accounts,
    store: Store,
    _folder: tempfile::TempDir,
}

fn now() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

async fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(
        &format!("sqlite:{}/t.db", folder.path().display()),
        Durability::Synced,
        Opening::MakeIfEmpty(now()),
    )
    .await
    .unwrap();
    let accounts = Accounts::new(store.clone(), Duration::from_secs(3600));
    let mut officer = Account::new(Role::Station, now());
    officer.stations = vec![Airport::parse("ORD").unwrap()];
    accounts.add("ord-1", officer, Some(&secret("a long password".into()))).await.unwrap();
    Place { accounts, store, _folder: folder }
}

#[tokio::test]
async fn only_the_right_password_of_an_enabled_account_is_right() {
    let Place { accounts, .. } = &place().await;
    accounts.add("desk", Account::new(Role::Admin, now()), None).await.unwrap();
    let check = async |name: &str, password: &str, expected: bool| {
        assert_eq!(accounts.verify(name, &secret(password.into())).await.unwrap(), expected, "{name} {password}");
    };
    check("ord-1", "a long password", true).await;
    check("ord-1", "a long passwor", false).await;
    check("ORD-1", "a long password", false).await;
    check("nobody", "a long password", false).await;
    check("desk", "", false).await;
    check("ord-1", &"x".repeat(5000), false).await;
    accounts.disable("ord-1", now()).await.unwrap();
    check("ord-1", "a long password", false).await;
}

#[tokio::test]
async fn an_unknown_account_costs_the_work_of_a_known_one() {
    let hash = password::Hashing::new().hash(&secret("a long password".into())).await.unwrap();
    let nobody = password::against(None);
    let work = |phc: &str| phc.split('$').take(4).collect::<Vec<_>>().join("$");
    assert_eq!(work(&hash), work(nobody));
    // It reads as a hash: otherwise the refusal would come without the work.
    assert_eq!(nobody.len(), hash.len());
    use argon2::password_hash::phc::PasswordHash;
    assert!(PasswordHash::new(nobody).is_ok());
}

#[tokio::test]
async fn accounts_that_cannot_work_are_refused() {
    let Place { accounts, .. } = &place().await;
    let check = async |name: &str, account: Account, password: &str, expected: &str| {
        let error = accounts.add(name, account, Some(&secret(password.into()))).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error} should say {expected}");
    };
    let admin = || Account::new(Role::Admin, now());
    check("Ana", admin(), "a long password", "expected a name of 1 to 40").await;
    check("ana", admin(), "short", "8 to 256 characters").await;
    check("ana", admin(), &"x".repeat(257), "8 to 256 characters").await;
    check("ana", Account::new(Role::Station, now()), "a long password", "needs at least one station").await;
    check("ana", Account { receivers: vec!["erie".into()], ..admin() }, "a long password", "has no receiver").await;
    let feed = Account { sources: vec!["staff".into()], ..Account::new(Role::Feed, now()) };
    check("f", feed, "a long password", "reserved").await;
    check("ord-1", admin(), "a long password", "already").await;
    assert_eq!(accounts.list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_ends_by_time_by_sign_out_and_by_revocation() {
    let Place { accounts, .. } = &place().await;
    let open = async || {
        let (secret, holder) = accounts.open_session("ord-1", now()).await.unwrap();
        assert_eq!(holder.audiences, ["station:ORD".parse().unwrap()]);
        session_key(secret.expose()).unwrap()
    };
    let key = open().await;
    assert!(matches!(accounts.standing(&key, now()).await.unwrap(), Standing::Valid(h) if &*h.account == "ord-1"));
    assert_eq!(accounts.standing(&key, now() + TimeDelta::hours(1)).await.unwrap(), Standing::Expired);
    accounts.close_session(&key).await.unwrap();
    assert_eq!(accounts.standing(&key, now()).await.unwrap(), Standing::Expired);

    let key = open().await;
    accounts.set_password("ord-1", &secret("another password".into()), now()).await.unwrap();
    assert!(matches!(accounts.standing(&key, now()).await.unwrap(), Standing::Revoked(_, at) if at == now()));
    let key = open().await;
    accounts.revoke("ord-1", now()).await.unwrap();
    assert!(matches!(accounts.standing(&key, now()).await.unwrap(), Standing::Revoked(..)));
    let key = open().await;
    accounts.disable("ord-1", now()).await.unwrap();
    // Also long after its end: a lost device has to learn that it must erase.
    assert!(matches!(accounts.standing(&key, now() + TimeDelta::days(9)).await.unwrap(), Standing::Revoked(..)));
    assert!(matches!(accounts.open_session("ord-1", now()).await, Err(AccountError::Unknown)));
}

#[tokio::test]
async fn a_token_holds_until_it_is_replaced_or_its_account_ends() {
    let Place { accounts, .. } = &place().await;
    let make = async |replace| token_key(accounts.make_token("ord-1", replace, now()).await.unwrap().expose()).unwrap();
    let valid = async |key: &Key| matches!(accounts.standing(key, now()).await.unwrap(), Standing::Valid(_));
    let (first, second) = (make(false).await, make(false).await);
    assert!(valid(&first).await && valid(&second).await);
    accounts.revoke("ord-1", now()).await.unwrap();
    assert!(valid(&first).await, "a lost tablet does not stop a program");
    let third = make(true).await;
    assert!(!valid(&first).await && !valid(&second).await && valid(&third).await);
    accounts.disable("ord-1", now()).await.unwrap();
    assert!(!valid(&third).await);
}

#[tokio::test]
async fn a_link_lets_exactly_one_in() {
    let Place { accounts, .. } = &place().await;
    let link = accounts.make_link("ord-1", TimeDelta::hours(1), now()).await.unwrap();
    let all = futures_util::future::join_all((0..8).map(|_| accounts.use_link(link.expose(), now()))).await;
    assert_eq!(all.into_iter().filter(|used| matches!(used, Ok(Some(_)))).count(), 1);
    assert!(accounts.use_link(link.expose(), now()).await.unwrap().is_none());

    let late = accounts.make_link("ord-1", TimeDelta::hours(1), now()).await.unwrap();
    assert!(accounts.use_link(late.expose(), now() + TimeDelta::hours(1)).await.unwrap().is_none());
    let revoked = accounts.make_link("ord-1", TimeDelta::hours(1), now()).await.unwrap();
    accounts.revoke("ord-1", now()).await.unwrap();
    assert!(accounts.use_link(revoked.expose(), now()).await.unwrap().is_none());
    for (minutes, ok) in [(29, false), (30, true), (72 * 60, true), (72 * 60 + 1, false)] {
        assert_eq!(accounts.make_link("ord-1", TimeDelta::minutes(minutes), now()).await.is_ok(), ok, "{minutes}");
    }
}

#[tokio::test]
async fn what_is_kept_opens_nothing() {
    let Place { accounts, store, .. } = &place().await;
    let session = accounts.open_session("ord-1", now()).await.unwrap().0;
    let token = accounts.make_token("ord-1", false, now()).await.unwrap();
    let link = accounts.make_link("ord-1", TimeDelta::hours(1), now()).await.unwrap();
    assert!(token.expose().starts_with("onward_") && !format!("{token:?}").contains(token.expose()));
    let mut kept = String::new();
    for (key, ..) in store.list("", None, 100).await.unwrap() {
        kept.push_str(key.as_str());
        for record in store.read(&key).await.unwrap().records {
            kept.push_str(&String::from_utf8_lossy(&record));
        }
    }
    assert!(kept.contains("session/") && kept.contains("token/") && kept.contains("link/"));
    for secret in [session.expose(), token.expose(), link.expose(), "a long password"] {
        assert!(!kept.contains(secret));
    }
}

#[tokio::test]
async fn what_is_over_is_swept_and_what_is_not_stays() {
    let Place { accounts, store, .. } = &place().await;
    accounts.open_session("ord-1", now()).await.unwrap();
    accounts.make_link("ord-1", TimeDelta::hours(1), now()).await.unwrap();
    let heard = TimeDelta::hours(1) + limits::REVOKED_SESSION_HEARD;
    assert_eq!(accounts.sweep(now()).await.unwrap(), 0);
    assert_eq!(accounts.sweep(now() + TimeDelta::hours(2)).await.unwrap(), 1, "the link");
    assert_eq!(accounts.sweep(now() + heard + TimeDelta::seconds(1)).await.unwrap(), 1, "the session");
    assert_eq!(store.list("", None, 100).await.unwrap().len(), 1, "the account");
}
